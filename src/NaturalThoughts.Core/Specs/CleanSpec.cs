using System.Collections.Immutable;

namespace NaturalThoughts.Core.Specs;

/// <summary>Which questions are removed before anybody is asked about them.</summary>
public sealed record CleanSpec
{
    /// <summary>Which questions count as the same; null: those with the same text alone.</summary>
    public NearDuplicateSpec? NearDuplicates { get; init; }

    /// <summary>Benchmarks whose questions the run must not have.</summary>
    public ImmutableArray<BenchmarkSpec> Decontaminate { get; init; } = [];
}

/// <summary>When two questions are near duplicates.</summary>
public sealed record NearDuplicateSpec
{
    /// <summary>Below that, too many pairs that are no duplicates would have to be compared.</summary>
    public const double LeastThreshold = 0.5;

    /// <summary>Least Jaccard similarity of their sets of word shingles, 0.5 to 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>Words of a shingle, 1 to 20.</summary>
    public int Shingle { get; init; } = 5;
}

/// <summary>A benchmark: files of questions.</summary>
public sealed record BenchmarkSpec
{
    /// <summary>File, folder or glob (<c>*</c>, <c>**</c>, <c>?</c>).</summary>
    public required string Path { get; init; }

    /// <summary>Where in a row the question stands, a dotted path; null: the first of <c>question</c>, <c>problem</c>, <c>prompt</c>,
    /// <c>input</c>, <c>instruction</c> that has a text.</summary>
    public string? Column { get; init; }

    /// <summary>How many words in a row a question may not share with it, 5 to 50.</summary>
    public int Ngram { get; init; } = 13;
}
