using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Api;

/// <summary>The interface as an OpenAPI document, at <c>/openapi/v1.json</c>.</summary>
static class ApiDocument
{
    const string Problems = "Problems";

    static readonly int[] Always = [400, 401, 403, 404, 422, 429, 503];
    static readonly int[] WithBody = [413, 415];

    /// <summary>Registers it.</summary>
    public static void AddApiDocument(this IServiceCollection services, HttpSettings settings) =>
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            Complete(document, settings);
            return Task.CompletedTask;
        }));

    /// <summary>What an endpoint is called, what it does and what it answers.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">Its name: one of its own.</param>
    /// <param name="summary">What it does, in one sentence.</param>
    /// <typeparam name="T">What it answers when it does.</typeparam>
    public static RouteHandlerBuilder Described<T>(this RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.WithName(name).WithSummary(summary).Produces<T>();

    static void Complete(OpenApiDocument document, HttpSettings settings)
    {
        document.Info = new()
        {
            Title = "NaturalThoughts", Version = ApiVersion.Current,
            Description = "Runs, selections and datasets. Viewers may look, operators may change.",
        };
        // Which address is asked is the caller's to know: there may be a proxy.
        document.Servers = [];
        document.AddComponent(Problems, ProblemsSchema());
        if (settings.AsksWho) Secure(document, settings);
        foreach (var (path, item) in document.Paths)
            foreach (var (method, operation) in item.Operations ?? [])
            {
                operation.OperationId ??= $"{method.Method.ToLowerInvariant()}{path.Replace('/', '-').Replace("{", "").Replace("}", "")}";
                foreach (var status in operation.RequestBody is null ? Always : [.. Always, .. WithBody])
                    (operation.Responses ??= []).TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
                    {
                        Description = ReasonPhrases.GetReasonPhrase(status),
                        Content = new Dictionary<string, OpenApiMediaType>
                        {
                            [ApiErrors.MediaType] = new() { Schema = new OpenApiSchemaReference(Problems, document) },
                        },
                    });
            }
    }

    static void Secure(OpenApiDocument document, HttpSettings settings)
    {
        document.Security = [];
        Add("key", new()
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key that the server's operator gave out.",
        }, settings.ApiKey is not null || settings.KeysFile is not null);
        Add("token", new()
        {
            Type = SecuritySchemeType.OpenIdConnect, Description = "A token of the issuer.",
            OpenIdConnectUrl = settings.Oidc is { } oidc
                ? new($"{oidc.Authority.ToString().TrimEnd('/')}/.well-known/openid-configuration")
                : null,
        }, settings.Oidc is not null);

        void Add(string name, OpenApiSecurityScheme scheme, bool used)
        {
            if (!used) return;
            document.AddComponent(name, scheme);
            document.Security.Add(new() { [new OpenApiSecuritySchemeReference(name, document)] = [] });
        }
    }

    static OpenApiSchema ProblemsSchema()
    {
        return Object("Problem details (RFC 9457), and each problem by itself.",
            ("type", Text("about:blank")), ("title", Text("The status in words.")), ("status", Whole("The HTTP status.")),
            ("detail", Text("All problems, a line each.")), ("instance", Text("The path that was asked for.")),
            ("problems", new()
            {
                Type = JsonSchemaType.Array,
                Items = Object("Something that somebody has to mend.",
                    ("what", Text("What is wrong, in one sentence.")), ("where", Text("A field, a file, a key of the spec.")),
                    ("line", Whole("1-based line, where that means something.")), ("column", Whole("1-based column of that line.")),
                    ("expected", Text("What would have been right.")), ("fix", Text("What to do now."))),
            }));

        static OpenApiSchema Text(string about) => new() { Type = JsonSchemaType.String, Description = about };
        static OpenApiSchema Whole(string about) => new() { Type = JsonSchemaType.Integer, Description = about };
        static OpenApiSchema Object(string about, params (string Name, OpenApiSchema Schema)[] members) => new()
        {
            Type = JsonSchemaType.Object, Description = about,
            Properties = members.ToDictionary(member => member.Name, IOpenApiSchema (member) => member.Schema),
        };
    }
}
