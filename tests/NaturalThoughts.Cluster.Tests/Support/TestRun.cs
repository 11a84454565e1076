using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server;
using Orleans.Configuration;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>A silo in this process and one run in a temporary folder.</summary>
sealed class TestRun : IAsyncDisposable
{
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    IHost _host;
    IHost? _second;

    TestRun(IHost host, string folder) => (_host, Folder) = (host, folder);

    public static string Name => "tested";

    /// <summary>The folder of the spec and its sources.</summary>
    public string Folder { get; }

    /// <summary>The run's own folder.</summary>
    public string RunFolder => Path.Combine(Folder, "runs", Name);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public SiloAddress Silo => _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    public IRunGrain Run => Grains.Run(Name);

    public IRunView View => Grains.View(Name);

    public RunCatalog Catalog => _host.Services.GetRequiredService<RunCatalog>();

    /// <param name="commits">Stands before the commits of all shards.</param>
    /// <param name="calls">Stands before the calls of all grains.</param>
    /// <param name="time">The silo's clock; null: that of the machine.</param>
    public static async Task<TestRun> StartAsync(
        CommitFilter? commits = null, IIncomingGrainCallFilter? calls = null, TimeProvider? time = null)
    {
        var folder = Directory.CreateTempSubdirectory("nt-cluster-").FullName;
        return new(await LocalSilo.StartAsync(Path.Combine(folder, "runs"), verbose: false, CancellationToken.None, services =>
        {
            if (commits is not null) services.AddSingleton<IIncomingGrainCallFilter>(commits);
            if (calls is not null) services.AddSingleton(calls);
            if (time is not null) services.AddSingleton(time);
        }), folder);
    }

    /// <summary>A second silo over the same folder, in one cluster with the first.</summary>
    public async Task JoinAsync()
    {
        var first = Silo.Endpoint;
        _second = await LocalSilo.StartAsync(Path.Combine(Folder, "runs"), verbose: false, CancellationToken.None,
            services => services.PostConfigure<DevelopmentClusterMembershipOptions>(cluster => cluster.PrimarySiloEndpoint = first));
        var known = _host.Services.GetRequiredService<EndpointOwners>();
        await UntilAsync(() => known.Silos.Count() == 2);
    }

    /// <summary>Writes a source of questions, the first of them numbered <paramref name="from"/>.</summary>
    public void Ask(int questions, int from = 0, string file = "questions.jsonl") => File.WriteAllLines(
        Path.Combine(Folder, file),
        Enumerable.Range(from, questions).Select(n => $$$"""{"question":"What is {{{n}}} plus one?","answer":"{{{n + 1}}}"}"""));

    /// <summary>Writes a source of questions with a trace each.</summary>
    public void Import(int questions, int from = 0, string file = "traces.jsonl") => File.WriteAllLines(
        Path.Combine(Folder, file),
        Enumerable.Range(from, questions).Select(n =>
            $$"""{"question":"What is {{n}} plus one?","answer":"{{n + 1}}","trace":"<think>{{string.Join(" so ", Enumerable.Range(0, 3 + n))}}</think>{{n + 1}}" }"""));

    /// <summary>A spec for <see cref="Ask"/>.</summary>
    public static string Asking(HeldModel model, string rest = "") => $$"""
        run: {{Name}}
        source:
          path: questions.jsonl
          columns: {question: question, reference: answer}
        endpoints: [{url: '{{model.Address}}'}]
        models:
          t: {model: {{HeldModel.Name}}}
        roles: {teacher: t}
        shards: 2
        {{rest}}
        """;

    /// <summary>A spec for <see cref="Import"/>.</summary>
    public static string Importing(string rest = "") => $$"""
        run: {{Name}}
        source:
          path: 'traces*.jsonl'
          columns: {question: question, reference: answer, responses: [{role: teacher, model: t, content: trace}]}
        shards: 2
        {{rest}}
        """;

    public Task<Checked<Acceptance>> CurateAsync(string yaml, bool confirmed = true) => Run.Curate(OrderOf(yaml, confirmed));

    /// <summary>Curates until the run ends.</summary>
    public async Task<RunStatus> FinishAsync(string yaml)
    {
        var accepted = await CurateAsync(yaml);
        Assert.True(accepted.Ok, string.Join('\n', accepted.Problems));
        return await EndAsync();
    }

    /// <summary>Curates a run of another name until it ends.</summary>
    public async Task<RunStatus> FinishAsync(string run, string yaml, long? limit = null)
    {
        var accepted = await Grains.Run(run).Curate(OrderOf(yaml) with { Limit = limit });
        Assert.True(accepted.Ok, string.Join('\n', accepted.Problems));
        return await UntilAsync(status => status.Phase.HasEnded(), run);
    }

    /// <summary>A spec of this folder.</summary>
    public CurateOrder OrderOf(string yaml, bool confirmed = true) =>
        new() { Yaml = yaml, FileName = "spec.yaml", Folder = Folder, Confirmed = confirmed };

    /// <summary>Opens the run without working on it.</summary>
    public async Task<RunStatus> OpenAsync()
    {
        Checked<RunStatus>? opened;
        while ((opened = await Run.Open()) is null) ;
        Assert.True(opened.Ok, string.Join('\n', opened.Problems));
        return opened.Value;
    }

    /// <summary>Another silo over the same folder.</summary>
    public async Task RestartAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _host = await LocalSilo.StartAsync(Path.Combine(Folder, "runs"), verbose: false, CancellationToken.None);
    }

    /// <summary>Waits until the run ends.</summary>
    public Task<RunStatus> EndAsync() => UntilAsync(status => status.Phase.HasEnded());

    /// <summary>Waits until the run, or one of another name, is as asked.</summary>
    public async Task<RunStatus> UntilAsync(Func<RunStatus, bool> reached, string? run = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await Grains.Run(run ?? Name).Status();
            if (reached(status)) return status;
            Assert.False(patience.IsCancellationRequested, $"Still {status}");
            await Task.Delay(Tick);
        }
    }

    /// <summary>Waits until something holds.</summary>
    public static Task UntilAsync(Func<bool> reached) => UntilAsync(() => Task.FromResult(reached()));

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await reached())
        {
            Assert.False(patience.IsCancellationRequested, "It never came.");
            await Task.Delay(Tick);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
        {
            await _second.StopAsync();
            _second.Dispose();
        }

        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
