using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NaturalThoughts.Deploy.Tests.Compose;

/// <summary>Services of the Compose file as processes of this machine, with its names and paths put in the place of theirs.</summary>
sealed class ComposeCluster : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-compose-");
    readonly HttpClient _http = new();
    readonly List<CommandProcess> _processes = [];
    readonly ImmutableArray<(string There, string Here)> _translation;

    public ComposeCluster()
    {
        // Where several fit, the first one counts.
        _translation =
        [
            ("/run/redis/", $"{Folder("redis")}/"), ("/data/", $"{Folder("redis")}/"), ("/run/keys/", $"{Folder("keys")}/"),
            ("/samples", Path.Combine(Repository.Root, "samples")), ("/runs", Runs),
            ("redis:6379", $"127.0.0.1:{RedisPort}"), ("redis-server -", $"redis-server - --port {RedisPort} --bind 127.0.0.1"),
            ("http://models:8000", ModelsUrl), ("http://0.0.0.0:8000", ModelsUrl), ("http://127.0.0.1:8000", ModelsUrl),
            ("http://silo-1:8080", SiloUrls[0]), ("http://otel-collector:4317", $"http://127.0.0.1:{RedisServer.FreePort()}"),
        ];
    }

    /// <summary>The silos' folder of runs.</summary>
    public string Runs => Folder("runs");

    /// <summary>Where each silo is asked.</summary>
    public ImmutableArray<string> SiloUrls { get; } = [Here(), Here()];

    string ModelsUrl { get; } = Here();

    int RedisPort { get; } = RedisServer.FreePort();

    /// <summary>Starts Redis as the file's script does.</summary>
    public async Task StartRedisAsync()
    {
        var redis = ComposeFile.Of("redis");
        var script = redis.List("command")[^1].Replace("$$", "$", StringComparison.Ordinal);
        var started = Keep(CommandProcess.Start("sh", _folder.FullName, new Dictionary<string, string>(), "-c", Translate(script)));
        var check = ((List<object>)redis.Health["test"]).Cast<string>().Last().Replace("$$", "$", StringComparison.Ordinal)
            .Replace("redis-cli", $"redis-cli -p {RedisPort}", StringComparison.Ordinal);
        await started.UntilAsync(async () => await EndOfAsync("sh", "-c", Translate(check)) == 0 ? "healthy" : null);
    }

    /// <summary>Runs a service that ends.</summary>
    /// <returns>Its exit code, and what it said.</returns>
    public async Task<(int ExitCode, string Said)> RunAsync(string name)
    {
        var service = ComposeFile.Of(name);
        var keys = name.StartsWith("key-", StringComparison.Ordinal) ? "/runs" : null;
        using var command = Start(service, new Dictionary<string, string>(), keys);
        return (await command.EndAsync(), command.Said);
    }

    /// <summary>Starts the model server, without its pace.</summary>
    public Task StartModelsAsync() => HealthyAsync(Keep(Start(ComposeFile.Of("models"), new Dictionary<string, string>())), ModelsUrl);

    /// <summary>Starts both silos and waits until the image's health check finds them well and they know each other.</summary>
    public async Task StartSilosAsync()
    {
        var silos = new List<CommandProcess>();
        for (var silo = 0; silo < SiloUrls.Length; silo++)
        {
            // They share one machine here.
            var own = new Dictionary<string, string>
            {
                ["NATURALTHOUGHTS__Http__Urls"] = SiloUrls[silo],
                ["NATURALTHOUGHTS__Silo__Address"] = "127.0.0.1",
                ["NATURALTHOUGHTS__Silo__Port"] = $"{RedisServer.FreePort()}",
                ["NATURALTHOUGHTS__Silo__GatewayPort"] = $"{RedisServer.FreePort()}",
            };
            silos.Add(Keep(Start(ComposeFile.Of($"silo-{silo + 1}"), own)));
            await HealthyAsync(silos[silo], SiloUrls[silo]);
        }

        foreach (var (silo, process) in silos.Index())
            await process.UntilAsync(async () => await KnownSilosAsync(silo) == SiloUrls.Length ? "together" : null);
    }

    /// <summary>Asks a silo with somebody's key.</summary>
    /// <returns>What it says; null where it refuses.</returns>
    public async Task<string?> AskAsync(int silo, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{SiloUrls[silo]}/{path}");
        var secret = await File.ReadAllTextAsync(Path.Combine(Folder("keys"), $"{key}.key"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Trim());
        using var answer = await _http.SendAsync(request);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _processes) process.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    async Task<int> KnownSilosAsync(int silo) => await AskAsync(silo, "api/v1/silos", "demo") is { } said
        ? JsonDocument.Parse(said).RootElement.GetProperty("items").GetArrayLength() : 0;

    static string Here() => $"http://127.0.0.1:{RedisServer.FreePort()}";

    string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    CommandProcess Keep(CommandProcess process)
    {
        _processes.Add(process);
        return process;
    }

    CommandProcess Start(ComposeService service, Dictionary<string, string> own, string? keys = null)
    {
        var environment = service.Environment.ToDictionary(one => one.Key, one => Translate(one.Value));
        foreach (var (name, value) in own) environment[name] = value;
        var command = service.List("command") is { IsEmpty: false } given ? given : ["serve"];
        var pace = command.IndexOf("--tokens-per-second");
        if (pace >= 0) command = command.RemoveRange(pace, 2);
        return CommandProcess.Command(
            _folder.FullName, environment, command.Select(word => word == keys ? Folder("keys") : Translate(word)));
    }

    string Translate(string text) => _translation.Aggregate(text, (all, one) => all.Replace(one.There, one.Here, StringComparison.Ordinal));

    Task HealthyAsync(CommandProcess process, string url) => process.UntilAsync(async () =>
    {
        using var health = CommandProcess.Command(_folder.FullName, new Dictionary<string, string>(), "health", "--server", url);
        return await health.EndAsync() == 0 ? "healthy" : null;
    });

    async Task<int> EndOfAsync(string program, params string[] arguments)
    {
        using var process = CommandProcess.Start(program, _folder.FullName, new Dictionary<string, string>(), arguments);
        return await process.EndAsync();
    }
}
