using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Traces;
using NaturalThoughts.Data.Benchmarks;
using NaturalThoughts.Data.Log.Control;
using NaturalThoughts.Data.Log.Storage;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Storage;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Inference.Tokens;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>The runs this silo works on: reads their specs from the run folders and keeps what follows from them.</summary>
public sealed class RunCatalog(
    RunRoot root, OwnModels own, SiloResponses responses, EndpointOwners owners, IGrainFactory grains, TimeProvider time,
    ILoggerFactory logs)
    : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, RunContext> _runs = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _serving = new(1);

    /// <summary>The folder of runs.</summary>
    public string Root => root.Path;

    /// <summary>What this silo's models said that is not durable yet.</summary>
    internal UncommittedResponses Uncommitted => responses.Uncommitted;

    /// <summary>The models beside this silo.</summary>
    internal ModelPool Own => own.Pool;

    /// <summary>What to say about a run that is not there.</summary>
    public static Problem NoSuchRun(string name, string root)
    {
        var runs = RunFolder.List(root).Select(run => run.Run).ToList();
        return new(
            $"There is no run `{name}`.", root,
            Expected: runs.Count == 0 ? "a run; this folder has none" : $"one of {string.Join(", ", runs)}",
            Fix: NearestName.DidYouMean(name, runs) ?? "Make one with `naturalthoughts curate SPEC`, or name its folder with `--root`.");
    }

    /// <summary>As <see cref="Read"/>, with the text of the files that are part of the spec.</summary>
    public static Checked<RunSpec> ReadWhole(CurateOrder order)
    {
        var read = Read(order);
        return read.Ok ? RubricTemplates.Fill(read.Value, order.Folder) : read;
    }

    /// <summary>Reads a spec and checks it against what the program can do; nothing is kept, and no other file is read.</summary>
    public static Checked<RunSpec> Read(CurateOrder order)
    {
        var read = SpecReader.Read(order.Yaml, order.FileName, SpecExpressions.Check);
        if (!read.Ok) return read;
        var endpoints = read.Value.Endpoints;
        var added = order.Endpoints.Select(url => new EndpointSpec { Url = url });
        return new(read.Value with { Endpoints = endpoints with { List = [.. endpoints.List, .. added] } });
    }

    /// <summary>A run that is known to be there.</summary>
    public async Task<RunContext> GetAsync(string name) =>
        await FindAsync(name) ?? throw new InvalidOperationException(NoSuchRun(name, root.Path).ToString());

    /// <summary>A run with its spec in force; null when there is none.</summary>
    internal async Task<RunContext?> FindAsync(string name)
    {
        if (_runs.TryGetValue(name, out var known)) return known;
        if (RunFolder.Of(root.Path, name) is not { Ok: true, Value: { } folder } || !Directory.Exists(folder.Control)) return null;
        if ((await RunJournal.OpenAsync(folder, time)).Spec is not { } accepted) return null;
        return _runs.GetOrAdd(name, Accepted(accepted, folder));
    }

    /// <summary>Puts a spec in force: writes it into the run's folder and journal where it is new.</summary>
    internal async Task<Checked<RunContext>> AcceptAsync(RunSpec spec, string baseFolder)
    {
        if (LogRoot.Check(root.Path) is { Ok: false } unfit) return new(unfit.Problems);
        var folder = RunFolder.Of(root.Path, spec.Run);
        if (!folder.Ok) return new(folder.Problems);
        // Read whole before anything is written, so that every row that cannot be read is said now.
        var benchmarks = await Task.Run(() => BenchmarkFiles.ReadAsync(spec.Clean, baseFolder, CancellationToken.None));
        if (!benchmarks.Ok) return new(benchmarks.Problems);
        var context = Create(spec, baseFolder, folder.Value, benchmarks.Value.Digest);
        if (!context.Ok) return context;
        // Where nothing is asked, endpoints may be what they will; but an address is written down.
        if ((spec.AsksModels || spec.Endpoints.List.Any(HoldsSecret)) && context.Value.Models.Problems is { Length: > 0 } problems)
            return new(problems);

        var yaml = SpecWriter.Write(spec);
        Directory.CreateDirectory(folder.Value.Path);
        var journal = await RunJournal.OpenAsync(folder.Value, time);
        var accepted = new SpecAccepted(Digest.Of(yaml), yaml, baseFolder, benchmarks.Value.Digest);
        if (journal.Spec != accepted) await journal.AcceptAsync(accepted);
        WriteSpec(folder.Value, yaml);
        await PutAsync(context.Value);
        return context;
    }

    /// <summary>Has this silo serve a run under the spec in force.</summary>
    internal async Task ServeAsync(string name)
    {
        await _serving.WaitAsync();
        try
        {
            var known = _runs.GetValueOrDefault(name);
            var (folder, accepted) = (RunFolder.Of(root.Path, name).Value!, (await JournalAsync(name)).Spec);
            if (accepted is null) return;
            if (known is null || known.Halted.IsCancellationRequested
                || known.BaseFolder != accepted.Folder || known.Benchmarks.Digest != accepted.Benchmarks
                || SpecWriter.Write(known.Spec) != accepted.Text)
                await PutAsync(known = Accepted(accepted, folder));
            known.Serve();
        }
        finally
        {
            _serving.Release();
        }
    }

    /// <summary>Responses under way on this silo.</summary>
    internal int InFlight => _runs.Values.Select(run => run.Models).Append(own.Pool)
        .Sum(pool => pool.Snapshot().Endpoints.Sum(endpoint => endpoint.InFlight));

    /// <summary>Begins no further response on this silo, for no run.</summary>
    internal Task LeaveAsync() => Task.WhenAll(_runs.Values.Select(run => run.LeaveAsync()));

    /// <summary>Gives responses under way on this silo up.</summary>
    internal void Abort()
    {
        foreach (var run in _runs.Values) run.Abort();
    }

    /// <summary>A run this silo has met.</summary>
    internal RunContext? Known(string name) => _runs.GetValueOrDefault(name);

    /// <summary>What this silo serves a run with.</summary>
    internal ServedEndpoints Served(string name)
    {
        var pools = new[] { own.Pool.Snapshot(), Known(name)?.Models.Snapshot() }.OfType<PoolSnapshot>().ToList();
        return new(
            [.. pools.SelectMany(pool => pool.Endpoints).Select(Line)],
            [.. pools.SelectMany(pool => pool.Models).Where(model => model.Served).Select(model => model.Model).Distinct()]);
    }

    /// <summary>This silo as it sees itself.</summary>
    internal SiloReport Report()
    {
        var pools = _runs.Values.Select(run => (Run: (string?)run.Name, Pool: run.Models.Snapshot()))
            .Prepend((null, own.Pool.Snapshot())).OrderBy(pool => pool.Run, StringComparer.Ordinal).ToList();
        return new()
        {
            Version = typeof(RunCatalog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion.Split('+')[0],
            MayBegin = responses.MayBegin(),
            Endpoints = [.. pools.SelectMany(pool => SiloReport.EndpointsOf(pool.Run, pool.Pool))],
            Models = [.. pools.SelectMany(pool => SiloReport.ModelsOf(pool.Run, pool.Pool))],
        };
    }

    static string Line(EndpointStatus endpoint) =>
        $"{endpoint.Name}: {endpoint.State.ToString().ToLowerInvariant()}, {endpoint.InFlight}/{endpoint.Slots} slots"
        + (endpoint.Models.IsEmpty ? "" : $", serves {string.Join(", ", endpoint.Models.Select(model => model.Id))}")
        + (endpoint.Reason is { } reason ? $" ({reason.Reason}: {reason.Detail})" : "");

    // Replaced, never removed: who looked in between would make a context of its own, whose models nobody starts.
    async Task PutAsync(RunContext context)
    {
        var before = _runs.GetValueOrDefault(context.Name);
        _runs[context.Name] = context;
        if (before is not null) await before.DisposeAsync();
    }

    RunContext Accepted(SpecAccepted accepted, RunFolder folder)
    {
        var spec = SpecReader.Read(accepted.Text, folder.Spec);
        var context = spec.Ok ? Create(spec.Value, accepted.Folder, folder, accepted.Benchmarks) : new(spec.Problems);
        return context.Ok ? context.Value : throw new RunUnusableException(context.Problems[0]);
    }

    /// <summary>A run's journal, read afresh.</summary>
    internal Task<RunJournal> JournalAsync(string name) => RunJournal.OpenAsync(RunFolder.Of(root.Path, name).Value!, time);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs.Values) await run.DisposeAsync();
    }

    // Only a copy for people; the journal holds the spec in force. Renamed into place, because another process may write it too.
    static void WriteSpec(RunFolder folder, string yaml)
    {
        if (File.Exists(folder.Spec) && File.ReadAllText(folder.Spec) == yaml) return;
        var written = $"{folder.Spec}.{Guid.NewGuid():N}";
        SmallFile.Write(written, yaml);
        File.Move(written, folder.Spec, overwrite: true);
    }

    static bool HoldsSecret(EndpointSpec endpoint) =>
        Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var address) && (address.UserInfo.Length > 0 || address.Query.Length > 0);

    Checked<RunContext> Create(RunSpec spec, string baseFolder, RunFolder folder, Digest? benchmarks)
    {
        ITokenCounter? student = null;
        if (spec.Limits.StudentTokenizer is { } file)
        {
            var opened = TokenizerFile.Read(Path.Combine(baseFolder, file), file);
            if (!opened.Ok) return new(opened.Problems);
            student = opened.Value;
        }

        var annotators = AnnotatorSet.Of(spec.Annotate, spec.Limits, TokenizerCounter.Default, student);
        var rubrics = RubricSet.Of(spec);
        if (!annotators.Ok || !rubrics.Ok) return new(annotators.Problems.Concat(rubrics.Problems));
        // Where nothing is asked, or silos serve models themselves, a missing endpoint is no problem.
        var endpoints = new EndpointCatalog(
            spec.Endpoints, baseFolder, responses.Http, time, Environment.GetEnvironmentVariable, owners.Owns,
            mayBeEmpty: own.MayServe || !spec.AsksModels);
        var embedder = spec.Embedder is { } name ? spec.EmbeddingModels[name].Model : null;
        var models = new ModelPool(
            endpoints, RunContext.PoolOptions, time, logs.CreateLogger<ModelPool>(), responses.MayBegin, model => model == embedder);
        var plan = new QuestionPlan(spec, annotators.Value, rubrics.Value, CleaningRule.Of(spec.Clean, benchmarks));
        return new(new RunContext(
            spec, baseFolder, folder, plan, models, new(models, spec.Run, owners, grains, time), new(spec.Clean, baseFolder, benchmarks), time));
    }
}
