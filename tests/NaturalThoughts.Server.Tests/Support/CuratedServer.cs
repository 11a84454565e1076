using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>Tests that share one such server.</summary>
[CollectionDefinition(nameof(CuratedServer))]
public sealed class CuratedServerTests : ICollectionFixture<CuratedServer>;

/// <summary>A server with the quickstart curated, for tests that only look at it or add to it.</summary>
public sealed class CuratedServer : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-curated-");
    ServeProcess? _serving;

    /// <summary>The run's folder.</summary>
    public string RunFolder => Path.Combine(_folder.FullName, "runs", "quickstart");

    /// <summary>What it has said.</summary>
    public string Said => _serving!.Program.Said;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _serving = await ServeProcess.StartAsync(Path.Combine(_folder.FullName, "runs"), null, "--set", "Http:RequestsPerSecond=100000");
        var (exitCode, said) = await _serving.CommandAsync("curate", Repository.Quickstart);
        Assert.True(exitCode == 0, said);
    }

    /// <summary>Asks something of the run.</summary>
    public Task<Answer> AskAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, $"runs/quickstart/{path}", null, headers);

    /// <summary>Sends a body to the run.</summary>
    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, $"runs/quickstart/{path}", json, headers);

    /// <summary>Asks anything.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri($"{_serving!.Url}/api/v1/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
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
