using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.OpenApi;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>Tests that share one such server.</summary>
[CollectionDefinition(nameof(CuratedServer))]
public sealed class CuratedServerTests : ICollectionFixture<CuratedServer>;

/// <summary>A server with the quickstart curated, for tests that only look at it or add to it.</summary>
public sealed class CuratedServer : IAsyncLifetime
{
    /// <summary>A key that opens everything.</summary>
    public static string Operator { get; } = ApiKey.Fresh();

    /// <summary>A key of somebody who may look.</summary>
    public static string Viewer { get; } = ApiKey.Fresh();

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-curated-");
    ServeProcess? _serving;

    /// <summary>The run's folder.</summary>
    public string RunFolder => Path.Combine(_folder.FullName, "runs", "quickstart");

    /// <summary>What it has said.</summary>
    public string Said => _serving!.Program.Said;

    /// <summary>Where it listens.</summary>
    public string Url => _serving!.Url;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var keys = Path.Combine(_folder.FullName, "keys");
        await File.WriteAllLinesAsync(keys, [KeysFile.LineOf("ada", Role.Operator, Operator), KeysFile.LineOf("wall", Role.Viewer, Viewer)]);
        _serving = await ServeProcess.StartAsync(
            Path.Combine(_folder.FullName, "runs"), null, "--set", "Http:RequestsPerSecond=100000", "--set", $"Http:KeysFile={keys}");
        var (exitCode, said) = await CommandProcess.RunAsync(Repository.Root,
            new Dictionary<string, string> { ["NATURALTHOUGHTS_SERVER_KEY"] = Operator },
            "curate", Repository.Quickstart, "--server", _serving.Url);
        Assert.True(exitCode == 0, said);
    }

    /// <summary>Asks something of the run.</summary>
    public Task<Answer> AskAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, $"runs/quickstart/{path}", null, headers);

    /// <summary>Its OpenAPI document.</summary>
    public async Task<OpenApiDocument> DocumentAsync()
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", Viewer) } };
        return OpenApiDocument.Parse(await client.GetStringAsync($"{_serving!.Url}/openapi/v1.json"), "json").Document!;
    }

    /// <summary>Sends a body to the run.</summary>
    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, $"runs/quickstart/{path}", json, headers);

    /// <summary>Asks anything, as an operator.</summary>
    public Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsAsync(Operator, method, path, json, headers);

    /// <summary>Asks anything.</summary>
    public Task<Answer> SendAsAsync(
        string? key, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsAsync(key, method, path, json is null ? null : Encoding.UTF8.GetBytes(json), headers);

    /// <summary>Sends bytes that need be no text.</summary>
    public async Task<Answer> SendAsAsync(
        string? key, HttpMethod method, string path, byte[]? json, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri($"{_serving!.Url}/api/v1/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (json is not null) request.Content = new ByteArrayContent(json) { Headers = { ContentType = new("application/json") } };
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        // What is refused for its size is then refused before it is sent, and the answer is not lost with the connection.
        request.Headers.ExpectContinue = json?.Length > 1_000_000;
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var response = await client.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers, response.Content.Headers);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _serving?.Dispose();
        _folder.Delete(recursive: true);
        return default;
    }

    /// <summary>What came back.</summary>
    public sealed record Answer(HttpStatusCode Status, byte[] Body, HttpResponseHeaders Headers, HttpContentHeaders Content)
    {
        /// <summary>The body as JSON, of an answer that has the status.</summary>
        public JsonElement Json(HttpStatusCode status = HttpStatusCode.OK)
        {
            Assert.True(Status == status, $"{Status}: {Encoding.UTF8.GetString(Body)}");
            return JsonSerializer.Deserialize<JsonElement>(Body);
        }

        /// <summary>The first problem, of an answer that has the status.</summary>
        public (string What, string? Where) Problem(HttpStatusCode status)
        {
            var problem = Json(status).GetProperty("problems")[0];
            return (problem.GetProperty("what").GetString()!, problem.TryGetProperty("where", out var where) ? where.GetString() : null);
        }
    }
}
