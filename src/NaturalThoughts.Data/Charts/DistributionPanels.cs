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
    public static ImmutableArray<(string Label, long Rows, long InPool)> Compared(Distribution distribution, Distribution? pool, int most)
    {
        var inPool = (pool?.Bars ?? []).ToDictionary(bar => (bar.Rank, bar.Label), bar => bar.Rows);
        var bars = Distribution.Order((pool?.Bars ?? []).Select(bar => bar with { Rows = 0 }).Concat(distribution.Bars)
            .GroupBy(bar => (bar.Rank, bar.Label), (key, same) => new DistributionBar(key.Label, key.Rank, same.Sum(bar => bar.Rows))));
        var known = bars.Where(bar => !bar.IsUnknown).Select(Line).ToList();
        var rest = known.Count <= most ? [] : known[(most - 1)..];
        (string, long, long)[] others = rest.Count == 0
            ? []
            : [($"{Invariant.Count(rest.Count)} others", rest.Sum(bar => bar.Rows), rest.Sum(bar => bar.InPool))];
        return [.. known[..^rest.Count], .. others, .. bars.Where(bar => bar.IsUnknown).Select(Line)];

        (string Label, long Rows, long InPool) Line(DistributionBar bar) =>
            (bar.Label, bar.Rows, inPool.GetValueOrDefault((bar.Rank, bar.Label)));
    }

    // A scale has no holes: bars that nobody is in stand between those that somebody is in.
    static ImmutableArray<(string Label, long Rows, long InPool)> Filled(
        ShownColumn shown, ImmutableArray<(string Label, long Rows, long InPool)> bars)
    {
        if (!shown.Ordered) return bars;
        var labels = Enumerable.Range(0, shown.Edges.Length + 1).Select(shown.LabelOf).ToList();
        var (known, unknown) = (bars.Where(bar => labels.Contains(bar.Label)).ToDictionary(bar => bar.Label), bars.Where(bar => !labels.Contains(bar.Label)));
        var (first, last) = (labels.FindIndex(known.ContainsKey), labels.FindLastIndex(known.ContainsKey));
        return
        [
            .. labels[Math.Max(0, first)..(last + 1)].Select(label => known.TryGetValue(label, out var bar) ? bar : (label, 0, 0)),
            .. unknown,
        ];
    }

    static Distribution? In(ImmutableArray<Distribution> distributions, string column) =>
        distributions.FirstOrDefault(distribution => distribution.Column == column);

    static ChartBar BarOf((string Label, long Rows, long InPool) bar, long rows, long? pool) => new(
        bar.Label, Share(bar.Rows, rows), pool is { } all ? Share(bar.InPool, all) : null,
        $"{bar.Label}: {Invariant.Count(bar.Rows)} of {Invariant.Count(rows)} selected ({Invariant.Percent(bar.Rows, rows)})"
        + (pool is { } whole
            ? $", {Invariant.Count(bar.InPool)} of {Invariant.Count(whole)} in the pool ({Invariant.Percent(bar.InPool, whole)})"
            : ""));

    static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
