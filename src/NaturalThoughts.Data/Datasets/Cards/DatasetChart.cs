using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>The card's chart: how the selection is distributed, and the pool under it where that is known.</summary>
static class DatasetChart
{
    static readonly ImmutableSortedDictionary<string, string> Titles = ImmutableSortedDictionary.CreateRange(
    [
        KeyValuePair.Create("domain", "Domain"),
        KeyValuePair.Create("reasoning_tokens", "Length of the reasoning, tokens"),
        KeyValuePair.Create("strategies_unique", "Different reasoning strategies"),
        KeyValuePair.Create("verbosity", "Verbosity, 0 (efficient) to 10"),
        KeyValuePair.Create("disagree", "Teacher and baseline disagree"),
    ]);

    /// <summary>The chart as SVG.</summary>
    public static string Of(DatasetDescription description, PartCounts counts)
    {
        var panels = counts.Distributions.Select(distribution =>
            PanelOf(distribution, description.Pool.FirstOrDefault(pool => pool.Column == distribution.Column)));
        var share = Invariant.Percent(counts.System2, counts.Rows);
        var heading = $"{description.Plan.Name}: {Invariant.Count(counts.Rows)} traces, {share} System-2";
        return SvgChart.Draw(heading, "selected", description.Pool.IsEmpty ? null : "pool", [.. panels]);
    }

    static SvgPanel PanelOf(Distribution distribution, Distribution? pool) => new(
        Titles[distribution.Column],
        [
            .. CardTables.Compared(distribution, pool).Select(bar => (
                bar.Label, Share(bar.Rows, distribution.Rows), pool is null ? (double?)null : Share(bar.InPool, pool.Rows))),
        ]);

    static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
