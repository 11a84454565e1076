using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Deploy.Tests.Helm;

/// <summary>A silo and the bundled Redis, started as the chart's manifests say.</summary>
public sealed partial class LiveSiloTests
{
    [Fact]
    public async Task Redis_OfTheChart_HasTheRightsThatAreDocumented()
    {
        var file = Path.Combine(Repository.Root, "docs", "operations.md");
        var documented = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var secret = (await Chart.RenderAsync("default")).One("Secret", "redis");
        var rights = Rights().Match(documented).Value;

        Assert.Contains("+hgetall", rights, StringComparison.Ordinal);
        var settings = (string?)secret.At("stringData")!["redis.conf"];
        Assert.Contains($"~naturalthoughts/members/{Chart.Namespace}.{Chart.Release} {rights}", settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_StartedAsItsManifestSays_IsReadyAndAsksForKeys()
    {
        var rendered = await Chart.RenderAsync("default");
        RedisServer.SkipWithout();
        using var pod = new SiloPod(rendered, SiloPod.Of(rendered).First());
        using var redis = Redis(rendered.One("Secret", "redis"), pod.Folder, out var port);
        await redis.UntilAsync(() => Task.FromResult(redis.Said.Contains("Ready to accept", StringComparison.Ordinal) ? "ready" : null));

        // What differs on a machine with several of them.
        pod.Variables["NATURALTHOUGHTS__Redis__Connection"] = $"127.0.0.1:{port}";
        (pod.Variables["NATURALTHOUGHTS__Silo__Port"], pod.Variables["NATURALTHOUGHTS__Silo__GatewayPort"]) = ("0", "0");
        pod.Variables["NATURALTHOUGHTS__Http__Urls"] = $"http://127.0.0.1:{RedisServer.FreePort()}";
        pod.Variables["TMPDIR"] = pod.Here("/tmp");
        var container = SiloPod.Of(rendered).First().Container("silo");
        using var silo = CommandProcess.Command(pod.Folder, pod.Variables, Arguments(container));
        using var http = new HttpClient { BaseAddress = new(pod.Variables["NATURALTHOUGHTS__Http__Urls"]) };
        foreach (var probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
            await silo.UntilAsync(() => AnswersAsync(http, (string)container[probe]!["httpGet"]!["path"]!));

        var keys = rendered.One("Secret", "keys").At("stringData")!;
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, "/metrics", null));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/metrics", (string)keys["viewer-key"]!));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, "/api/v1/runs", (string)keys["operator-key"]!));

        foreach (var tried in rendered.Single(manifest => manifest.Component is "test").Containers)
            await RunAsync(pod.Folder, Arguments(tried), http.BaseAddress, (string)keys["viewer-key"]!);

        silo.Signal(CommandProcess.Terminate);
        Assert.Equal(0, await silo.EndAsync());
    }

    static CommandProcess Redis(Manifest secret, string folder, out int port)
    {
        port = RedisServer.FreePort();
        var (settings, file) = ((string)secret.At("stringData")!["redis.conf"]!, Path.Combine(folder, "redis.conf"));
        File.WriteAllText(file, settings.Replace("port 6379", $"port {port}", StringComparison.Ordinal)
            .Replace("dir /data", $"dir {folder}", StringComparison.Ordinal)
            .Replace("bind * -::*", "bind 127.0.0.1", StringComparison.Ordinal));
        return CommandProcess.Start("redis-server", folder, new Dictionary<string, string>(), file);
    }

    static string[] Arguments(JsonObject container) => [.. container["args"]!.AsArray().Select(argument => (string)argument!)];

    static async Task RunAsync(string folder, string[] arguments, Uri server, string key)
    {
        var here = arguments.Select(argument => argument.StartsWith("http", StringComparison.Ordinal) ? server.ToString() : argument);
        var variables = new Dictionary<string, string> { ["NATURALTHOUGHTS_SERVER_KEY"] = key };
        var (exitCode, said) = await CommandProcess.RunAsync(folder, variables, here);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {said}");
    }

    static async Task<string?> AnswersAsync(HttpClient http, string path)
    {
        try
        {
            return await AskAsync(http, path, null) is HttpStatusCode.OK ? path : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    static async Task<HttpStatusCode> AskAsync(HttpClient http, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    [GeneratedRegex(@"\+hgetall[ +a-z]*\+echo")]
    private static partial Regex Rights();
}
