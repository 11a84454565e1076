using System.Collections.Immutable;
using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>What a cleaning knows of a shard's questions: rows, contaminations, and, where near duplicates are looked for, shingles and
/// bands in scratch files. Filled by one thread, then read by any number.</summary>
/// <remarks>About 60 bytes a question in memory; on disk 8 bytes a shingle and a band.</remarks>
/// <param name="bands">How signatures are cut; null: near duplicates are not looked for.</param>
sealed class ShardQuestions(LshBands? bands) : IDisposable
{
    readonly IdIndex _ids = new();
    readonly CodeBook<SourceRow> _files = new();
    readonly BlockList<Origin> _origins = new();
    readonly Dictionary<int, Contamination> _contaminated = [];
    readonly Dictionary<int, QuestionId> _labels = [];
    readonly ShingleScratch? _scratch = bands is { } cut ? new(cut) : null;
    readonly Lock _labelling = new();

    /// <summary>Different questions.</summary>
    public int Count => _ids.Count;

    /// <summary>The contaminated ones.</summary>
    public IEnumerable<(QuestionId Question, Contamination Found)> Contaminated =>
        _contaminated.Select(pair => (new QuestionId(_ids[pair.Key]), pair.Value));

    /// <summary>Takes a row.</summary>
    /// <returns>Whether the question is new, so that <see cref="Judge"/> has to follow.</returns>
    public bool Add(QuestionId question, SourceRow row)
    {
        var number = _ids.Add(question.Value);
        var origin = new Origin(_files.Of(row with { Row = 0 }), row.Row);
        if (number == _origins.Count)
        {
            _origins.Add(origin);
            return true;
        }

        if (row.CompareTo(RowOf(number)) < 0) _origins[number] = origin;
        return false;
    }

    /// <summary>Takes what is known of the question added last.</summary>
    /// <param name="contamination">What it has in common with a benchmark; null: nothing.</param>
    /// <param name="shingles">Its shingles; none where it has no part in the search for near duplicates.</param>
    public void Judge(Contamination? contamination, ReadOnlySpan<ulong> shingles)
    {
        if (contamination is not null) _contaminated[Count - 1] = contamination;
        _scratch?.Add(shingles);
    }

    /// <summary>Ends the filling.</summary>
    public void Seal() => _scratch?.Seal();

    /// <inheritdoc cref="ICleaningShard.BandAsync"/>
    public BandPage Band(int band, HashPart part)
    {
        var hashes = ImmutableArray.CreateBuilder<ulong>();
        var questions = ImmutableArray.CreateBuilder<QuestionId>();
        var labels = ImmutableArray.CreateBuilder<QuestionId>();
        var all = _scratch!.Band(band);
        lock (_labelling)
            for (var number = 0; number < Count; number++)
            {
                if (!part.Has(all[number]) || _scratch.IsEmpty(number)) continue;
                var question = new QuestionId(_ids[number]);
                hashes.Add(all[number]);
                questions.Add(question);
                labels.Add(_labels.GetValueOrDefault(number, question));
            }

        return new(hashes.ToImmutable(), questions.ToImmutable(), labels.ToImmutable());
    }

    /// <inheritdoc cref="ICleaningShard.ShinglesAsync"/>
    public ShingleSets Shingles(ImmutableArray<QuestionId> questions)
    {
        var sets = questions.Select(question => _scratch!.Read(Number(question))).ToList();
        return new([.. sets.Select(set => set.Length)], [.. sets.SelectMany(set => set)]);
    }

    /// <inheritdoc cref="ICleaningShard.LabelAsync"/>
    public void Label(ImmutableArray<QuestionLabel> labels)
    {
        lock (_labelling)
            foreach (var (question, label) in labels) _labels[Number(question)] = label;
    }

    /// <inheritdoc cref="ICleaningShard.OriginsAsync"/>
    public ImmutableArray<SourceRow> Origins(ImmutableArray<QuestionId> questions) =>
        [.. questions.Select(question => RowOf(Number(question)))];

    /// <inheritdoc/>
    public void Dispose() => _scratch?.Dispose();

    SourceRow RowOf(int number) => _files[_origins[number].File] with { Row = _origins[number].Row };

    int Number(QuestionId question) => _ids.Find(question.Value) is >= 0 and var number
        ? number
        : throw new InvalidOperationException($"The shard has read no question {question}.");

    readonly record struct Origin(int File, long Row);
}
