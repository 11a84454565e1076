using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>
/// Streams a run's sources into its shards. Reading a file again commits nothing twice, so it can be broken off anywhere.
/// </summary>
/// <param name="grains">Reaches the shards.</param>
/// <param name="run">The run.</param>
/// <param name="limit">Most different questions to take in; null: all.</param>
sealed class SourceIntake(IGrainFactory grains, RunContext run, long? limit)
{
    readonly SourceReader _reader = new();
    readonly HashSet<QuestionId> _admitted = [];
    readonly Dictionary<(int Source, Digest Digest), string> _names = [];
    long _rows;

    /// <summary>What was left out of the rows of files that are not recorded as read: the one being read, and all of a pilot.</summary>
    public ImmutableSortedDictionary<string, long> Unrecorded { get; private set; } = Tally.None;

    /// <summary>Files with the same bytes as an earlier one of their source, one line each.</summary>
    public ImmutableArray<string> PassedOver { get; private set; } = [];

    /// <summary>The first row of this session that could not be used.</summary>
    public IntakeFact? FirstRejected { get; private set; }

    /// <summary>Rows read so far.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>Finds the files of all sources.</summary>
    public static Checked<IReadOnlyList<(SourceSpec Source, int Index, SourceFile File)>> Find(RunSpec spec, string baseFolder)
    {
        var found = spec.Sources.Select((source, index) => (source, index, files: SourceFiles.Find(source, baseFolder))).ToList();
        var problems = found.SelectMany(source => SourceReader.Check(source.source).Concat(source.files.Problems)).ToList();
        return problems.Count > 0
            ? new(problems)
            : new(found.SelectMany(source => source.files.Value!.Select(file => (source.source, source.index, file))).ToList());
    }

    /// <summary>Reads every file that was not read to its end before.</summary>
    public async Task<ImmutableArray<Problem>> ReadAsync(RunJournal journal, CancellationToken cancellation)
    {
        var files = Find(run.Spec, run.BaseFolder);
        if (!files.Ok) return files.Problems;
        foreach (var (source, index, file) in files.Value)
        {
            var digest = await SourceFiles.DigestOf(file, cancellation);
            // The same rows under two names are the same facts: the name that sorts first is theirs, whichever would arrive first.
            if (!_names.TryAdd((index, digest), file.Name))
            {
                PassedOver = PassedOver.Add($"{file.Name}: the same bytes as {_names[(index, digest)]}");
                continue;
            }

            if (limit is null && journal.WasRead(index, file.Name, digest)) continue;
            await journal.TurnAsync(new Started(limit));
            var read = await ReadAsync(source, index, file, digest, cancellation);
            if (limit is not null) continue;
            await journal.ReadToEndAsync(index, file.Name, digest, read);
            Unrecorded = Tally.None;
        }

        return [];
    }

    async Task<FileIntake> ReadAsync(SourceSpec source, int index, SourceFile file, Digest digest, CancellationToken cancellation)
    {
        var batches = new ShardBatches(grains, run);
        var rows = 0L;
        await foreach (var row in _reader.Read(source, index, file, digest, cancellation))
        {
            rows++;
            Interlocked.Increment(ref _rows);
            if (row.Intake.Rejected is not null) FirstRejected ??= row.Intake;
            if (!Admits(row.Intake)) continue;
            await batches.AddAsync(Owner(row.Intake), [row.Intake, .. row.Responses]);
            foreach (var note in row.Notes) Unrecorded = Unrecorded.Plus(note.Reason);
        }

        await batches.FlushAsync();
        return new(rows, Unrecorded);
    }

    // A pilot takes the first questions and all that any source says about them.
    bool Admits(IntakeFact intake) =>
        limit is null
        || (intake.Question is { } question
            ? _admitted.Contains(question.Id) || (_admitted.Count < limit && _admitted.Add(question.Id))
            : _admitted.Count < limit);

    // A rejected row belongs to no question; its key says which shard keeps it.
    static QuestionId Owner(IntakeFact intake) => intake.Question?.Id ?? new(intake.Key.Value);
}

/// <summary>What reading a file came to.</summary>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Notes">What was left out of rows that are used all the same, by reason.</param>
sealed record FileIntake(long Rows, ImmutableSortedDictionary<string, long> Notes);
