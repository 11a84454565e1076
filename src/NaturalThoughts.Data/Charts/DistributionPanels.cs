using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Charts;

/// <summary>Distributions of a selection and of its pool as panels.</summary>
static class DistributionPanels
{
    /// <summary>Most bars of a text column in a dataset's card.</summary>
    public const int MostInCards = 15;

    /// <summary>A panel for each distribution that has more than one bar.</summary>
    /// <param name="selected">The selection's.</param>
    /// <param name="pool">The pool's; empty where it is not known.</param>
    /// <param name="most">Most bars of a text column; the rest is one more.</param>
    public static IEnumerable<ChartPanel> Of(ImmutableArray<Distribution> selected, ImmutableArray<Distribution> pool, int most) =>
        from shown in ShownColumn.All
        let distribution = In(selected, shown.Name)
        where distribution is not null
        let bars = Filled(shown, Compared(distribution, In(pool, shown.Name), most))
        where bars.Length > 1
        select new ChartPanel(shown.Title, shown.Ordered,
            [.. bars.Select(bar => BarOf(bar, distribution.Rows, In(pool, shown.Name)?.Rows))]);

    /// <summary>The bars of both, in the selection's order; what only the pool has follows, the rest of many texts is one bar.</summary>
    public static ImmutableArray<ComparedBar> Compared(Distribution distribution, Distribution? pool, int most)
    {
        var inPool = (pool?.Bars ?? []).ToDictionary(bar => (bar.Rank, bar.Label), bar => bar.Rows);
        var bars = Distribution.Order((pool?.Bars ?? []).Select(bar => bar with { Rows = 0 }).Concat(distribution.Bars)
            .GroupBy(bar => (bar.Rank, bar.Label), (key, same) => new DistributionBar(key.Label, key.Rank, same.Sum(bar => bar.Rows))))
            .Select(bar => new ComparedBar(bar.Label, bar.Rank, bar.Rows, inPool.GetValueOrDefault((bar.Rank, bar.Label)))).ToList();
        var known = bars.Where(bar => !bar.IsUnknown).ToList();
        var rest = known.Count <= most ? [] : known[(most - 1)..];
        ComparedBar[] others = rest.Count == 0
            ? []
            : [new($"{Invariant.Count(rest.Count)} others", ComparedBar.RestRank, rest.Sum(bar => bar.Rows), rest.Sum(bar => bar.InPool))];
        return [.. known[..^rest.Count], .. others, .. bars.Where(bar => bar.IsUnknown)];
    }

    // A scale has no holes: bars that nobody is in stand between those that somebody is in.
    static ImmutableArray<ComparedBar> Filled(ShownColumn shown, ImmutableArray<ComparedBar> bars)
    {
        if (!shown.Ordered) return bars;
        var known = bars.Where(bar => !bar.IsUnknown).ToDictionary(bar => bar.Rank);
        return
        [
            .. Enumerable.Range(known.Keys.Min(), known.Keys.Max() - known.Keys.Min() + 1)
                .Select(rank => known.GetValueOrDefault(rank, new(shown.LabelOf(rank), rank, 0, 0))),
            .. bars.Where(bar => bar.IsUnknown),
        ];
    }

    static Distribution? In(ImmutableArray<Distribution> distributions, string column) =>
        distributions.FirstOrDefault(distribution => distribution.Column == column);

    static ChartBar BarOf(ComparedBar bar, long rows, long? pool) => new(
        bar.Label, Share(bar.Rows, rows), pool is { } all ? Share(bar.InPool, all) : null,
        $"{bar.Label}: {Invariant.Count(bar.Rows)} of {Invariant.Count(rows)} selected ({Invariant.Percent(bar.Rows, rows)})"
        + (pool is { } whole
            ? $", {Invariant.Count(bar.InPool)} of {Invariant.Count(whole)} in the pool ({Invariant.Percent(bar.InPool, whole)})"
            : ""),
        bar.Rank == ComparedBar.RestRank);

    static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>A bar of a selection and of its pool.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Rank">Its place on a scale, from 0.</param>
/// <param name="Rows">Rows of the selection in it.</param>
/// <param name="InPool">Rows of the pool in it.</param>
sealed record ComparedBar(string Label, int Rank, long Rows, long InPool)
{
    /// <summary>The rank of the bar for all that has none of its own.</summary>
    public const int RestRank = DistributionBar.UnknownRank - 1;

    /// <summary>Whether it is the bar of rows that do not know the column.</summary>
    public bool IsUnknown => Rank == DistributionBar.UnknownRank;
}
