using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Cluster.Tests.Browsing;

public sealed class PoolHistogramTests
{
    static readonly FeatureDefinition Level = new("level", FeatureKind.Number, "source", "");
    static readonly FeatureDefinition Topic = new("topic", FeatureKind.Text, "source", "");

    [Fact]
    public void Of_NumbersFromOneEndToTheOther_HasEachInOneBin()
    {
        var values = Enumerable.Range(0, 40).Select(number => double.MaxValue * (number / 19.5 - 1)).ToArray();

        var histogram = PoolHistogram.Of(Level, new ColumnHistogram { Column = "level", Values = [.. values], Counts = [.. values.Select(_ => 1L)] }, 41);

        Assert.Equal((20, 40L, 1L), (histogram.Bins.Length, histogram.Bins.Sum(bin => bin.Rows), histogram.Unknown));
        Assert.All(histogram.Bins, bin => Assert.InRange(bin.Rows, 1, 3));
    }

    [Fact]
    public void Of_NoValues_HasNoBin()
    {
        Assert.Empty(PoolHistogram.Of(Level, new ColumnHistogram { Column = "level" }, 3).Bins);
        Assert.Equal(3, PoolHistogram.Of(Topic, (Distribution?)null, 3).Unknown);
    }

    [Fact]
    public void Of_ManyTexts_ShowsTheMostFrequentAndCountsTheOthers()
    {
        var bars = Enumerable.Range(0, 130).Select(number => new DistributionBar($"t{number:D3}", 0, 200 - number));

        var histogram = PoolHistogram.Of(Topic, new Distribution("topic", [.. bars]), 1_000_000);

        Assert.Equal((100, "t000"), (histogram.Bins.Length, histogram.Bins[0].Label));
        Assert.Equal(Enumerable.Range(100, 30).Sum(number => 200L - number), histogram.Others);
    }
}
