using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>A process of <c>serve</c>.</summary>
sealed partial class ServeProcess : IDisposable
{
    readonly HttpClient _http = new();

    ServeProcess(CommandProcess program) => Program = program;

    public CommandProcess Program { get; }

    public string Url { get; private set; } = "";

    /// <summary>Starts one in the repository's folder, on free ports, and waits until it is ready.</summary>
    public static async Task<ServeProcess> StartAsync(string root, IDictionary<string, string>? environment = null, params string[] options)
    {
        var program = CommandProcess.Command(Repository.Root, environment ?? new Dictionary<string, string>(),
            ["serve", "--root", root, "--urls", "http://127.0.0.1:0", .. options]);
        var serving = new ServeProcess(program);
        try
        {
            serving.Url = await program.UntilAsync(() => Task.FromResult(
                Address().Match(program.Said) is { Success: true } found ? found.Groups[1].Value : null));
            await program.UntilAsync(serving.ReadyAsync);
            return serving;
        }
        catch
        {
            serving.Dispose();
            throw;
        }
    }

    /// <summary>What it says of its readiness.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Said)> HealthAsync(string page)
    {
        using var response = await _http.GetAsync($"{Url}/health/{page}");
        using var said = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, said.RootElement.Clone());
    }

    /// <summary>Asks its HTTP interface.</summary>
    public Task<HttpResponseMessage> AskAsync(
        HttpMethod method, string path, HttpContent? body = null, string? key = null, string? host = null)
    {
        var request = new HttpRequestMessage(method, $"{Url}/api/v1/{path}") { Content = body };
        // What is refused for its size is then refused before it is sent, and the answer is not lost with the connection.
        request.Headers.ExpectContinue = body is not null;
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        if (host is not null) request.Headers.Host = host;
        return _http.SendAsync(request);
    }

    /// <summary>Asks for what comes bit by bit.</summary>
    public Task<HttpResponseMessage> StreamAsync(string path) =>
        _http.GetAsync($"{Url}/api/v1/{path}", HttpCompletionOption.ResponseHeadersRead);

    /// <summary>Runs a command against it.</summary>
    public Task<(int ExitCode, string Said)> CommandAsync(params IEnumerable<string> arguments) =>
        CommandProcess.RunAsync(Repository.Root, new Dictionary<string, string>(), [.. arguments, "--server", Url]);

    /// <summary>Has it begin a run, and does not wait for its end.</summary>
    public async Task CurateAsync(string folder, string yaml)
    {
        using var answer = await AskAsync(HttpMethod.Post, "runs", JsonContent.Create(new { yaml, file_name = "spec.yaml", folder }));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a look at a run shows what is looked for.</summary>
    public async Task<RunSeen> UntilAsync(string run, Func<RunSeen, bool> look)
    {
        RunSeen? seen = null;
        await Program.UntilAsync(async () =>
        {
            using var answer = await AskAsync(HttpMethod.Get, $"runs/{run}/status");
            seen = answer.IsSuccessStatusCode ? RunSeen.Of(await answer.Content.ReadAsStringAsync()) : null;
            return seen is not null && look(seen) ? "seen" : null;
        });
        return seen!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Program.Dispose();
        _http.Dispose();
    }

    async Task<string?> ReadyAsync() => (await HealthAsync("ready")).Status is HttpStatusCode.OK ? "ready" : null;

    [GeneratedRegex(@"^Serving .* at (http://127\.0\.0\.1:\d+): ", RegexOptions.Multiline)]
    private static partial Regex Address();
}
