using System.Collections.Immutable;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>How the values of a column are spread over rows.</summary>
/// <param name="Column">The column.</param>
/// <param name="Bars">Its bars: of a number in order of size, of a text the most frequent first; null values stand last.</param>
[GenerateSerializer, Immutable, Alias("nt.Distribution")]
public sealed record Distribution([property: Id(0)] string Column, [property: Id(1)] ImmutableArray<DistributionBar> Bars)
{
    /// <summary>Rows counted.</summary>
    public long Rows => Bars.Sum(bar => bar.Rows);

    /// <summary>Whether any row knows the column.</summary>
    public bool IsKnown => Bars.Any(bar => !bar.IsUnknown);

    /// <summary>The sums of distributions of the same columns; a column that no row knows is left out.</summary>
    public static ImmutableArray<Distribution> Merge(IEnumerable<ImmutableArray<Distribution>> parts) =>
    [
        .. parts.SelectMany(part => part).GroupBy(
            distribution => distribution.Column,
            (column, distributions) => new Distribution(column, Order(distributions.SelectMany(distribution => distribution.Bars)
                .GroupBy(bar => (bar.Rank, bar.Label), (key, bars) =>
                    new DistributionBar(key.Label, key.Rank, bars.Sum(bar => bar.Rows))))))
            .Where(distribution => distribution.IsKnown),
    ];

    /// <summary>Bars in the order they are shown in.</summary>
    public static ImmutableArray<DistributionBar> Order(IEnumerable<DistributionBar> bars) =>
        [.. bars.OrderBy(bar => bar.Rank).ThenByDescending(bar => bar.Rows).ThenBy(bar => bar.Label, StringComparer.Ordinal)];
}

/// <summary>One bar.</summary>
/// <param name="Label">The value, or the range of values.</param>
/// <param name="Rank">Its place among the bars; bars of one rank are ordered by their rows.</param>
/// <param name="Rows">Rows in it.</param>
[GenerateSerializer, Immutable, Alias("nt.DistributionBar")]
public sealed record DistributionBar([property: Id(0)] string Label, [property: Id(1)] int Rank, [property: Id(2)] long Rows)
{
    /// <summary>The label of rows that do not know the column.</summary>
    internal const string Unknown = "unknown";

    /// <summary>Their rank.</summary>
    internal const int UnknownRank = int.MaxValue;

    /// <summary>Whether it is the bar of rows that do not know the column.</summary>
    public bool IsUnknown => Rank == UnknownRank;
}
