using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Hosting;

namespace NaturalThoughts.Server.Tests.Api;

public sealed partial class ApiDocumentTests : IDisposable
{
    const string Key = "a-key-of-the-tests-0123456789";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-openapi-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Document_ReadBySomebodyElse_HasEveryAddressAndNoError()
    {
        var settings = new ServeSettings
        {
            Root = Path.Combine(_folder.FullName, "runs"), Folder = _folder.FullName, Cluster = new("c", "s"), Silo = new(0, 0, null),
            Grace = TimeSpan.FromSeconds(1),
            Http = new(["http://127.0.0.1:0"], new(Key), [_folder.FullName])
            {
                Oidc = new(new("https://login.example.org/main"), "nt", "roles", "viewer", "operator"),
            },
        };
        await using var app = ServeHost.Build(settings, new ConfigurationBuilder().AddInMemoryCollection().Build(), null, verbose: false);
        await app.StartAsync();
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", Key) } };

        var text = await http.GetStringAsync($"{app.Urls.First()}/openapi/v1.json");
        var (document, diagnostic) = OpenApiDocument.Parse(text, "json");

        Assert.Empty(diagnostic!.Errors);
        Assert.Empty(diagnostic.Warnings);
        var described = document!.Paths.SelectMany(path => path.Value.Operations!.Keys.Select(method => $"{method} {Plain(path.Key)}"));
        var mapped = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {Plain(endpoint.RoutePattern.RawText!)}")).Order(StringComparer.Ordinal).ToList();
        Assert.True(mapped.Count > 20, $"Only {mapped.Count} addresses.");
        Assert.Equal(mapped, described.Order(StringComparer.Ordinal));
        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        Assert.All(operations, operation => Assert.NotEmpty(operation.Summary ?? ""));
        Assert.Equal(operations.Count, operations.Select(operation => operation.OperationId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(operations, operation => Assert.Contains("application/problem+json", operation.Responses!["401"].Content!.Keys));
        Assert.Equal(["key", "token"], document.Components!.SecuritySchemes!.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("yaml", document.Components.Schemas!["CurateOrder"].Properties!.Keys);
        await app.StopAsync();
    }

    static string Plain(string path) => Constraint().Replace(path, "").Replace("*", "", StringComparison.Ordinal).TrimEnd('/');

    [GeneratedRegex(@"(?<=\{[^}]*):[^}]+(?=\})")]
    private static partial Regex Constraint();
}
