using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.ModelServers;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>A Redis, model servers, and supervised silos: one for each model server, and some that serve no model.</summary>
sealed class ClusterTrial : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-trial-");
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    readonly List<ModelServer> _servers = [];
    readonly List<SupervisedSilo> _silos = [];
    readonly List<int> _ports = [];
    string[] _settings = [];
    string? _key;
    AskedLedger _ledger = new(0);

    ClusterTrial(RedisServer redis) => Redis = redis;

    public RedisServer Redis { get; }

    public string Folder => _folder.FullName;

    public string Root => Path.Combine(Folder, "runs");

    /// <summary>The model servers; the silo of the same number asks it, and nobody else.</summary>
    public IReadOnlyList<ModelServer> Servers => _servers;

    public IReadOnlyList<SupervisedSilo> Silos => _silos;

    public AskedLedger Ledger => _ledger;

    /// <summary>Which run losses are looked for in.</summary>
    public string Run { get; init; } = "trial";

    /// <summary>Starts all of it and waits until every silo is ready.</summary>
    public static Task<ClusterTrial> StartAsync(ImmutableArray<ModelServerOptions> servers, int silos, params string[] settings) =>
        StartAsync(servers, silos, null, settings);

    /// <summary>The same, of silos that ask who comes.</summary>
    /// <param name="servers">The model servers.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="key">A key that opens all of them, by which the trial asks.</param>
    /// <param name="settings">Settings of each silo, whatever makes it know the key among them.</param>
    public static async Task<ClusterTrial> StartAsync(
        ImmutableArray<ModelServerOptions> servers, int silos, string? key, IReadOnlyList<string> settings)
    {
        var trial = new ClusterTrial(await RedisServer.StartAsync())
        {
            _ledger = new(servers.Length), _settings = [.. settings], _key = key,
        };
        if (key is not null) trial._http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        try
        {
            for (var number = 0; number < servers.Length; number++) await trial.AddServerAsync(number, servers[number]);
            for (var number = 0; number < silos; number++) trial.AddSilo(number);
            await trial.ReadyAsync();
            return trial;
        }
        catch
        {
            await trial.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo and waits until it is ready.</summary>
    public Task JoinAsync()
    {
        AddSilo(_silos.Count);
        return ReadyAsync();
    }

    /// <summary>Waits until every silo says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var silo in _silos)
            while (await AskAsync(silo.Number, "health/ready") is null) await Task.Delay(50, patience.Token);
    }

    /// <summary>Writes a file into the trial's folder.</summary>
    public async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    /// <summary>Starts a command against a silo.</summary>
    public CommandProcess Command(int silo, params IEnumerable<string> arguments) =>
        CommandProcess.Command(Folder,
            _key is null ? new Dictionary<string, string>() : new() { ["NATURALTHOUGHTS_SERVER_KEY"] = _key },
            [.. arguments, "--server", Url(silo)]);

    /// <summary>What the first silo that answers says of the run; null when none does.</summary>
    public async Task<RunSeen?> SeeAsync()
    {
        foreach (var silo in _silos.Where(silo => !silo.IsStopped))
            if (await AskAsync(silo.Number, $"api/v1/runs/{Run}/status") is { } said) return RunSeen.Of(said);
        return null;
    }

    /// <summary>Waits until a look at the run shows what is looked for.</summary>
    public async Task<RunSeen> UntilAsync(Func<RunSeen, bool> look, TimeSpan patience)
    {
        using var longest = new CancellationTokenSource(patience);
        while (true)
        {
            if (await SeeAsync() is { } seen && look(seen)) return seen;
            await Task.Delay(100, longest.Token);
        }
    }

    /// <summary>The facts of the run's logs, without the texts of responses.</summary>
    public Task<ImmutableArray<Fact>> FactsAsync() => FactsAsync(Root);

    /// <summary>The facts of the logs of the same run in another folder.</summary>
    public Task<ImmutableArray<Fact>> FactsAsync(string root) => RunLog.FactsAsync(root, Run);

    /// <summary>The responses that are committed.</summary>
    public async Task<HashSet<Asked>> CommittedAsync()
    {
        var facts = await RunLog.FactsAsync(Root, Run, texts: true);
        var questions = new Dictionary<QuestionId, string>();
        foreach (var intake in facts.OfType<IntakeFact>())
            if (intake.Question is { } question) questions[question.Id] = question.Text;
        // A judgement's reasoning names what was asked.
        return
        [
            .. facts.OfType<ResponseFact>().Select(fact => new Asked(
                fact.Response.Model, fact.Rubric is null ? questions[fact.Question] : fact.Response.Reasoning!)),
        ];
    }

    /// <summary>A silo is gone, or stopped: the ledger learns what was lost with it.</summary>
    public async Task LoseAsync(SupervisedSilo silo)
    {
        if (silo.Number >= _servers.Count) return;
        // Until the server has seen that nobody listens any more, what was sent before the end may still come.
        while (_servers[silo.Number].Counts().Running > 0) await Task.Delay(10);
        _ledger.Lose(silo.Number, await CommittedAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos) await silo.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
        Redis.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    async Task AddServerAsync(int number, ModelServerOptions options) => _servers.Add(
        await ModelServer.StartAsync(options with { Taken = (model, question) => _ledger.Take(number, model, question) }));

    void AddSilo(int number)
    {
        string[] set =
        [
            $"Silo:Port={RedisServer.FreePort()}", $"Silo:GatewayPort={RedisServer.FreePort()}", "Silo:Address=127.0.0.1",
            $"Http:Folders:0={Folder}",
            .. number < _servers.Count ? [$"Inference:Endpoints:0={_servers[number].Address}/v1"] : Array.Empty<string>(), .. _settings,
        ];
        _ports.Add(RedisServer.FreePort());
        string[] arguments =
        [
            "serve", "--root", Root, "--urls", Url(number), "--redis", $"127.0.0.1:{Redis.Port}", .. set.SelectMany(setting => (string[])["--set", setting]),
        ];
        var environment = new Dictionary<string, string>
        {
            ["NATURALTHOUGHTS__Redis__Password"] = RedisServer.Password, ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        };
        _silos.Add(new(number, () => CommandProcess.Command(Folder, environment, arguments), LoseAsync));
    }

    /// <summary>Where a silo is asked.</summary>
    public string Url(int silo) => $"http://127.0.0.1:{_ports[silo]}";

    async Task<string?> AskAsync(int silo, string path)
    {
        try
        {
            using var answer = await _http.GetAsync($"{Url(silo)}/{path}");
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            // It is dead, or busy dying.
            return null;
        }
    }
}

/// <summary>A run as a silo shows it.</summary>
/// <param name="Phase">Its phase.</param>
/// <param name="Unique">Its questions.</param>
/// <param name="Sealed">Those that are sealed.</param>
/// <param name="Said">All that was said.</param>
sealed record RunSeen(string Phase, long Unique, long Sealed, string Said)
{
    /// <summary>Reads a status.</summary>
    public static RunSeen Of(string json)
    {
        using var status = JsonDocument.Parse(json);
        var counts = status.RootElement.GetProperty("counts");
        return new(
            status.RootElement.GetProperty("phase").GetString()!,
            counts.GetProperty("unique").GetInt64(), counts.GetProperty("sealed").GetInt64(), json);
    }
}
