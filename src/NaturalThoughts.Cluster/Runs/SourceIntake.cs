using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
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

    /// <summary>Reads every file that was not read to its end before, and of every other run what it has now.</summary>
    public async Task<ImmutableArray<Problem>> ReadAsync(RunJournal journal, CancellationToken cancellation)
    {
        var parts = SourcePart.Find(run.Spec, run.BaseFolder, run.Folder.Root);
        if (!parts.Ok) return parts.Problems;
        foreach (var part in parts.Value)
        {
            var content = await part.OpenAsync(texts: true, cancellation);
            // The same rows under two names are the same facts: the name that sorts first is theirs, whichever would arrive first.
            if (!_names.TryAdd((part.Index, content.Digest), part.Name))
            {
                PassedOver = PassedOver.Add($"{part.Name}: the same bytes as {_names[(part.Index, content.Digest)]}");
                continue;
            }

            if (limit is null && journal.WasRead(part.Index, part.Name, content.Digest)) continue;
            await journal.TurnAsync(new Started(limit));
            var read = await ReadAsync(content);
            if (limit is not null) continue;
            await journal.ReadToEndAsync(part.Index, part.Name, content.Digest, read);
            Unrecorded = Tally.None;
        }

        return [];
    }

    async Task<FileIntake> ReadAsync(SourceContent content)
    {
        var batches = new ShardBatches(run.Spec.Shards, (shard, facts) => grains.Shard(run.Name, shard).Commit(facts));
        var rows = 0L;
        await foreach (var facts in content.Facts)
        {
            if (facts.Row is { } row)
            {
                rows++;
                Interlocked.Increment(ref _rows);
                if (row.Rejected is not null) FirstRejected ??= row;
            }

            if (!Admits(facts)) continue;
            await batches.AddAsync(Owner(facts), facts.Row is null ? facts.Responses : [facts.Row, .. facts.Responses]);
            foreach (var note in facts.Notes) Unrecorded = Unrecorded.Plus(note.Reason);
        }

        await batches.FlushAsync();
        return new(rows, Unrecorded);
    }

    // A pilot takes the first questions and all that any source says about them.
    bool Admits(SourceFacts facts) =>
        limit is null
        || (facts.Question is { } question
            ? _admitted.Contains(question) || (facts.Row is not null && _admitted.Count < limit && _admitted.Add(question))
            : _admitted.Count < limit);

    // A rejected row belongs to no question; its key says which shard keeps it.
    static QuestionId Owner(SourceFacts facts) => facts.Question ?? new(facts.Row!.Key.Value);
}

/// <summary>What reading a file came to.</summary>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Notes">What was left out of rows that are used all the same, by reason.</param>
sealed record FileIntake(long Rows, ImmutableSortedDictionary<string, long> Notes);
