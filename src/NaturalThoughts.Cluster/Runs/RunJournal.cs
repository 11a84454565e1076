using System.Collections.Immutable;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Control;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What was done to a run as a whole: a fold over its control log. Safe for concurrent use: intake writes to it beside the
/// grain.</summary>
sealed class RunJournal
{
    readonly ControlLog _log;
    readonly SemaphoreSlim _appending = new(1);
    readonly Lock _gate = new();
    readonly HashSet<(int Source, string File, Digest Digest)> _read = [];
    readonly SortedDictionary<string, SelectionMade> _selections = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, DatasetEmitted> _datasets = new(StringComparer.Ordinal);

    volatile Cleaned? _cleaned;

    RunJournal(ControlLog log) => _log = log;

    /// <summary>The spec in force; null before the first one.</summary>
    public SpecAccepted? Spec { get; private set; }

    /// <summary>What was left out of the rows of files read to their end, by reason.</summary>
    public ImmutableSortedDictionary<string, long> Notes { get; private set; } = Tally.None;

    /// <summary>Entries this instance put in.</summary>
    public int Appended { get; private set; }

    /// <summary>Names of selections made.</summary>
    public ImmutableArray<string> Selections => Read(() => _selections.Keys.ToImmutableArray());

    /// <summary>The last emission of each dataset.</summary>
    public ImmutableArray<DatasetEmitted> Datasets => Read(() => _datasets.Values.ToImmutableArray());

    /// <summary>Opens a run's journal.</summary>
    public static async Task<RunJournal> OpenAsync(RunFolder folder, TimeProvider time)
    {
        var journal = new RunJournal(await ControlLog.OpenAsync(folder.Control, time));
        await journal.CatchUpAsync();
        return journal;
    }

    /// <summary>Whether a file was read to its end.</summary>
    public bool WasRead(int source, string file, Digest digest) => Read(() => _read.Contains((source, file, digest)));

    /// <summary>The last of <see cref="Started"/>, <see cref="Paused"/>, <see cref="Cancelled"/>, <see cref="Finished"/> and
    /// <see cref="BudgetSpent"/>; null before any.</summary>
    public ControlEntry? State { get; private set; }

    /// <summary>The limit the run was last started with.</summary>
    public long? Limit { get; private set; }

    /// <summary>Records what the run is to be, unless it is that already.</summary>
    public Task TurnAsync(ControlEntry state) => State == state ? Task.CompletedTask : AppendAsync(state, isNews: false);

    /// <summary>Records that a spec is in force.</summary>
    public Task AcceptAsync(SpecAccepted spec) => AppendAsync(spec);

    /// <summary>Whether the last cleaning was by this rule, and of these rows.</summary>
    public bool WasCleaned(Digest rule, Digest intake) => _cleaned is { } last && (last.Rule, last.Intake) == (rule, intake);

    /// <summary>Records that a cleaning came to its end.</summary>
    public Task CleanedAsync(Digest rule, Digest intake, ImmutableSortedDictionary<string, long> removed) =>
        AppendAsync(new Cleaned(rule, intake, removed));

    /// <summary>Records that every row's outcome of a file is committed.</summary>
    public Task ReadToEndAsync(int source, string file, Digest digest, FileIntake intake) =>
        AppendAsync(new SourceRead(source, file, digest, intake.Rows, intake.Notes.IsEmpty ? null : intake.Notes));

    /// <summary>Records that failures were reopened.</summary>
    public Task ReopenAsync(string reason, long subjects) => AppendAsync(new Reopened(reason, subjects));

    /// <summary>
    /// Records a selection, unless its last record says the same: a crash may have come between the making and the record.
    /// </summary>
    public Task SelectAsync(SelectionReport report)
    {
        var made = new SelectionMade(
            report.Name, report.Recipe, report.Seed, report.Size, SnapshotOf(report.Snapshot),
            ImmutableSortedDictionary<string, long>.Empty.Add("pool", report.Pool).Add("taken", report.Taken));
        var last = Read(() => _selections.GetValueOrDefault(report.Name));
        return last is not null && (last.Recipe, last.Snapshot) == (made.Recipe, made.Snapshot)
            ? Task.CompletedTask
            : AppendAsync(made);
    }

    /// <summary>Records a dataset, unless its last record says the same.</summary>
    public Task EmitAsync(DatasetReport report, Digest manifest)
    {
        var counts = ImmutableSortedDictionary<string, long>.Empty
            .Add("train", report.Train).Add("validation", report.Validation)
            .Add("system_2", report.System2).Add("bytes", report.Bytes);
        return Read(() => _datasets.GetValueOrDefault(report.Name))?.Manifest == manifest
            ? Task.CompletedTask
            : AppendAsync(new DatasetEmitted(report.Name, report.Selection, manifest, counts));
    }

    static Digest SnapshotOf(string text) => Digest.TryParse(text, out var digest) ? digest : default;

    // What another process put in between is read first; none of these entries depends on being the next one.
    async Task AppendAsync(ControlEntry entry, bool isNews = true)
    {
        await _appending.WaitAsync();
        try
        {
            while (await _log.AppendAsync(entry) is CommitResult.Collision) await CatchUpAsync();
            if (isNews) Appended++;
            Fold(entry);
        }
        finally
        {
            _appending.Release();
        }
    }

    async Task CatchUpAsync()
    {
        await foreach (var logged in _log.ReplayAsync()) Fold(logged.Entry);
    }

    void Fold(ControlEntry entry)
    {
        lock (_gate)
        {
            switch (entry)
            {
                case SpecAccepted spec:
                    Spec = spec;
                    break;
                case SourceRead source:
                    if (_read.Add((source.Source, source.File, source.FileDigest)) && source.Notes is { } notes) Notes = Notes.Plus(notes);
                    break;
                case Started or Paused or Cancelled or Finished or BudgetSpent:
                    State = entry;
                    if (entry is Started started) Limit = started.Limit;
                    break;
                case Cleaned cleaned:
                    _cleaned = cleaned;
                    break;
                case SelectionMade selection:
                    _selections[selection.Name] = selection;
                    break;
                case DatasetEmitted dataset:
                    _datasets[dataset.Name] = dataset;
                    break;
            }
        }
    }

    T Read<T>(Func<T> read)
    {
        lock (_gate) return read();
    }
}
