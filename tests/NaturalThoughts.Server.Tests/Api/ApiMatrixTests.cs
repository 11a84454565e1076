using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

/// <summary>What every address does when it is asked wrongly. The addresses are those of the OpenAPI document, which has all.</summary>
[Collection(nameof(CuratedServer))]
public sealed class ApiMatrixTests(CuratedServer server)
{
    const string Run = "run";
    const string Prefix = "/api/v1";
    const int Oversize = 5 * 1024 * 1024;

    // All other requests with a method of their own may change something.
    static readonly string[] PostsThatLook = ["/previews", "/runs/{run}/recipes/validation", "/runs/{run}/selections/preview"];

    [Fact]
    public async Task EveryAddress_AskedWrongly_IsRefusedWithTheStatusAndTheField()
    {
        var trials = (await server.DocumentAsync()).Paths.SelectMany(path => path.Value.Operations!.SelectMany(
            operation => TrialsOf(operation.Key, path.Key[Prefix.Length..], operation.Value))).ToList();
        var wrong = new List<string>();

        foreach (var trial in trials)
        {
            var answer = await server.SendAsAsync(trial.Key, trial.Method, trial.Path, trial.Body);
            var field = answer.Status == trial.Status && trial.Field is not null ? answer.Problem(trial.Status).Where : trial.Field;
            if ((answer.Status, field) != (trial.Status, trial.Field))
                wrong.Add($"{trial.Method} {trial.Path} {Short(trial.Body)} as {trial.Who}: {answer.Status} {field}, "
                    + $"expected {trial.Status} {trial.Field}\n    {Short(Encoding.UTF8.GetString(answer.Body))}");
        }

        Trial.Say(string.Join(", ", trials.CountBy(trial => trial.Status).Select(count => $"{count.Key} {count.Value}")));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All([401, 403, 404, 413], status => Assert.Contains(trials, trial => (int)trial.Status == status));
    }

    static IEnumerable<Asked> TrialsOf(HttpMethod method, string path, OpenApiOperation operation)
    {
        var changes = method == HttpMethod.Post && !PostsThatLook.Contains(path);
        var (key, sound) = (changes ? CuratedServer.Operator : CuratedServer.Viewer, BodyOf(operation));
        var parameters = operation.Parameters ?? [];
        Asked Asks(HttpStatusCode status, string? field = null, string? with = null, (string, string?)? but = null, string? body = null) =>
            new(key, method, AddressOf(path, parameters, with, but), body ?? sound, status, field);

        var asking = Asks(HttpStatusCode.Unauthorized);
        yield return asking with { Key = null, Field = method == HttpMethod.Head ? null : "Authorization" };
        if (changes) yield return asking with { Key = CuratedServer.Viewer, Status = HttpStatusCode.Forbidden, Field = "Authorization" };
        foreach (var part in parameters.Where(part => part.In is ParameterLocation.Path))
            yield return Asks(HttpStatusCode.NotFound, with: part.Name);
        foreach (var asked in parameters.Where(asked => asked.In is ParameterLocation.Query))
        {
            var kind = asked.Schema!.Type ?? default;
            // Of a list nothing is a list, too.
            var lacking = kind.HasFlag(JsonSchemaType.Array) ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest;
            if (asked.Required) yield return Asks(lacking, asked.Name, but: (asked.Name!, null));
            if ((kind & (JsonSchemaType.String | JsonSchemaType.Array)) == default)
                yield return Asks(HttpStatusCode.BadRequest, asked.Name, but: (asked.Name!, "many"));
        }

        if (sound is null) yield break;
        yield return Asks(HttpStatusCode.RequestEntityTooLarge, body: $"{{\"x\": \"{new string('x', Oversize)}\"}}");
        foreach (var torn in new[] { "", "{", "[]", "null", "no json" }) yield return Asks(HttpStatusCode.BadRequest, "body", body: torn);
        var schema = SchemaOf(operation)!;
        foreach (var lacking in schema.Required!)
        {
            var body = JsonNode.Parse(sound)!.AsObject();
            body.Remove(lacking);
            yield return Asks(HttpStatusCode.BadRequest, lacking, body: body.ToJsonString());
        }

        foreach (var (name, member) in schema.Properties!)
            yield return Asks(HttpStatusCode.BadRequest, name,
                body: $"{{\"{name}\": {(member.Type?.HasFlag(JsonSchemaType.Array) == true ? "{}" : "[]")}}}");
    }

    // The run is there unless something else is asked for, and nothing else is.
    static string AddressOf(string path, IEnumerable<IOpenApiParameter> parameters, string? unknown, (string Name, string? Value)? but)
    {
        var query = new List<string>();
        foreach (var parameter in parameters)
        {
            var value = but is { } other && other.Name == parameter.Name ? other.Value : parameter.Required ? "nothing" : null;
            if (parameter.In is ParameterLocation.Path)
                path = path.Replace(
                    $"{{{parameter.Name}}}", parameter.Name == Run && unknown != Run ? "quickstart" : "nothing", StringComparison.Ordinal);
            else if (value is not null) query.Add($"{parameter.Name}={value}");
        }

        return path.TrimStart('/') + (query.Count > 0 ? $"?{string.Join('&', query)}" : "");
    }

    static IOpenApiSchema? SchemaOf(OpenApiOperation operation) => operation.RequestBody?.Content?.Values.Single().Schema;

    static string? BodyOf(OpenApiOperation operation) => SchemaOf(operation) is { } schema
        ? new JsonObject(schema.Required!.Select(name => KeyValuePair.Create(name, (JsonNode?)"nothing"))).ToJsonString() : null;

    static string Short(string? text) => text is { Length: > 200 } ? $"{text[..200]}…" : text ?? "";

    sealed record Asked(string? Key, HttpMethod Method, string Path, string? Body, HttpStatusCode Status, string? Field)
    {
        public string Who => Key is null ? "nobody" : Key == CuratedServer.Viewer ? "viewer" : "operator";
    }
}
