using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Telemetry.Monitoring;

/// <summary>A Prometheus of a test's own, configured as it is deployed but for addresses and intervals.</summary>
sealed class PrometheusServer : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-prometheus-");
    readonly HttpClient _http = new() { BaseAddress = new($"http://127.0.0.1:{RedisServer.FreePort()}") };
    CommandProcess? _program;

    PrometheusServer()
    {
    }

    /// <summary>Skips the test where there is no <c>prometheus</c>.</summary>
    public static void SkipWithout() => Tool.SkipWithout("prometheus", "`apt-get install prometheus`");

    /// <summary>Starts one that scrapes silos every second.</summary>
    /// <param name="key">Opens their page.</param>
    /// <param name="silos">Where they are.</param>
    /// <param name="rules">Changes the text of the rules.</param>
    public static async Task<PrometheusServer> StartAsync(string key, IEnumerable<Uri> silos, Func<string, string> rules)
    {
        var server = new PrometheusServer();
        try
        {
            await server.StartAsync(key, string.Join(", ", silos.Select(silo => $"\"{silo.Authority}\"")), rules);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>What an expression comes to now.</summary>
    public async Task<ImmutableArray<Sample>> QueryAsync(string expression)
    {
        using var answer = await _http.PostAsync("api/v1/query", new FormUrlEncodedContent([new("query", expression)]));
        var json = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.IsSuccessStatusCode, $"{expression}: {json}");
        return [.. json.GetProperty("data").GetProperty("result").EnumerateArray().Select(Sample.Of)];
    }

    /// <summary>Waits until each rule was evaluated well: before that no alert can fire.</summary>
    public async Task EvaluatedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await RulesAsync() is var rules && (rules.IsEmpty || rules.Any(IsNotEvaluated)))
        {
            Assert.False(patience.IsCancellationRequested, $"Not evaluated: {string.Join('\n', rules.Where(IsNotEvaluated))}");
            await Task.Delay(100);
        }
    }

    /// <summary>Waits until an expression has values, or none any more.</summary>
    public async Task UntilAsync(string expression, bool some)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await QueryAsync(expression)).IsEmpty == some)
        {
            Assert.False(patience.IsCancellationRequested, $"`{expression}` comes to {(some ? "nothing" : "something")} all the time.");
            await Task.Delay(100);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program?.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    static string Changed(string text, string from, string to)
    {
        Assert.Contains(from, text, StringComparison.Ordinal);
        return text.Replace(from, to, StringComparison.Ordinal);
    }

    static bool IsNotEvaluated(JsonElement rule) =>
        rule.GetProperty("health").GetString() != "ok" || rule.GetProperty("lastEvaluation").GetDateTimeOffset() == default;

    async Task StartAsync(string key, string targets, Func<string, string> rules)
    {
        var deployed = Path.Combine(Repository.Root, "deploy", "prometheus");
        var configuration = await File.ReadAllTextAsync(Path.Combine(deployed, "prometheus.yaml"));
        _folder.CreateSubdirectory("keys");
        await WriteAsync("keys/viewer.key", key);
        await WriteAsync("rules.yaml", rules(await File.ReadAllTextAsync(Path.Combine(deployed, "rules.yaml"))));
        await WriteAsync("prometheus.yaml",
            Changed(Changed(configuration, "\"silo-1:8080\", \"silo-2:8080\"", targets), "_interval: 15s", "_interval: 1s"));
        _program = CommandProcess.Start("prometheus", _folder.FullName, new Dictionary<string, string>(),
            "--config.file=prometheus.yaml", "--storage.tsdb.path=data", $"--web.listen-address={_http.BaseAddress!.Authority}",
            "--log.level=warn");
        await _program.UntilAsync(async () => await IsReadyAsync() ? "ready" : null);
    }

    async Task<ImmutableArray<JsonElement>> RulesAsync()
    {
        var said = await _http.GetFromJsonAsync<JsonElement>("api/v1/rules");
        return [.. said.GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())];
    }

    Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text);

    async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }
}

/// <summary>A series at a time.</summary>
/// <param name="Labels">What tells it from others.</param>
/// <param name="Value">Its value.</param>
sealed record Sample(ImmutableSortedDictionary<string, string> Labels, double Value)
{
    /// <summary>Reads one.</summary>
    public static Sample Of(JsonElement json) => new(
        json.GetProperty("metric").EnumerateObject().ToImmutableSortedDictionary(label => label.Name, label => label.Value.GetString()!),
        double.Parse(json.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
}
