using NaturalThoughts.Data.Charts;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>The card's chart: how the selection is distributed, and the pool beside it where that is known.</summary>
static class DatasetChart
{
    /// <summary>The chart as SVG.</summary>
    public static string Of(DatasetDescription description, PartCounts counts)
    {
        var share = Invariant.Percent(counts.System2, counts.Rows);
        var heading = $"{description.Plan.Name}: {Invariant.Count(counts.Rows)} traces, {share} System-2";
        var panels = DistributionPanels.Of(counts.Distributions, description.Pool, DistributionPanels.MostInCards);
        return SvgChart.Draw(heading, "selected", description.Pool.IsEmpty ? null : "pool", [.. panels]);
    }
}
