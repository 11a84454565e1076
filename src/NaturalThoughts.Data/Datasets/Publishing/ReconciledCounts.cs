using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>What became of every question and every response, as folds over the run's facts.</summary>
[GenerateSerializer, Immutable, Alias("nt.ReconciledCounts")]
public sealed record ReconciledCounts
{
    /// <summary>Rows of all sources.</summary>
    [Id(0)] public required long QuestionsIn { get; init; }

    /// <summary>Different questions that were not removed.</summary>
    [Id(1)] public required long Unique { get; init; }

    /// <summary>Rows that say a question again.</summary>
    [Id(2)] public long Duplicates { get; init; }

    /// <summary>Questions removed because a benchmark has them.</summary>
    [Id(3)] public long Contaminated { get; init; }

    /// <summary>Rows that cannot be used, by reason.</summary>
    [Id(4)] public ImmutableSortedDictionary<string, long> Unusable { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Responses asked for or imported.</summary>
    [Id(5)] public long ResponsesAsked { get; init; }

    /// <summary>Responses in the log.</summary>
    [Id(6)] public long ResponsesCommitted { get; init; }

    /// <summary>Responses that failed for good, by reason.</summary>
    [Id(7)] public ImmutableSortedDictionary<string, long> ResponsesFailed { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Questions removed because another one is the same for the most part.</summary>
    [Id(8)] public long NearDuplicates { get; init; }

    /// <summary>Judgements that ended without a readable reply, by reason; their replies are among the committed responses.</summary>
    [Id(9)] public ImmutableSortedDictionary<string, long> Unreadable { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The sums that do not come out; none when all is accounted for.</summary>
    public IEnumerable<Problem> Problems()
    {
        var questions = Unique + Duplicates + NearDuplicates + Contaminated + Unusable.Values.Sum();
        if (QuestionsIn != questions)
        {
            yield return new(
                $"{Invariant.Count(QuestionsIn)} questions came in, but {Invariant.Count(questions)} are accounted for.", "counts",
                Fix: "Emit again; if it stays so, the log is damaged.");
        }

        var responses = ResponsesCommitted + ResponsesFailed.Values.Sum();
        if (ResponsesAsked != responses)
        {
            yield return new(
                $"{Invariant.Count(ResponsesAsked)} responses were asked for, but {Invariant.Count(responses)} are accounted for.",
                "counts", Fix: "Count committed and failed responses at the snapshot, not those still under way.");
        }
    }
}
