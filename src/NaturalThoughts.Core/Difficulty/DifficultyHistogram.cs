using System.Collections.Immutable;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Core.Difficulty;

/// <summary>How many questions have each difficulty; at most <see cref="DifficultyRange.Codes"/> entries, whatever the pool.</summary>
[GenerateSerializer, Immutable, Alias("nt.DifficultyHistogram")]
public sealed record DifficultyHistogram
{
    /// <summary>The scale.</summary>
    [Id(0)] public required DifficultyRange Range { get; init; }

    /// <summary>Questions by code, in order.</summary>
    [Id(1)] public required ImmutableArray<Bucket> Counts { get; init; }

    /// <summary>The histogram of two disjoint sets of questions on the same scale; associative and commutative.</summary>
    public static DifficultyHistogram Merge(DifficultyHistogram a, DifficultyHistogram b) =>
        a with { Counts = Bucket.Sum([a.Counts, b.Counts], [0, 0]) };

    /// <summary>The percentile rank of each code among all questions, (less + ½ · equal) / n; NaN for codes without questions.</summary>
    public double[] Ranks()
    {
        var ranks = new double[DifficultyRange.Codes];
        Array.Fill(ranks, double.NaN);
        var questions = Counts.Sum(bucket => bucket.Count);
        var less = 0L;
        foreach (var bucket in Counts)
        {
            ranks[bucket.Index] = (less + 0.5 * bucket.Count) / questions;
            less += bucket.Count;
        }

        return ranks;
    }
}
