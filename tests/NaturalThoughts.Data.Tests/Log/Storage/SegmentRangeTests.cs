using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Data.Tests.Log.Storage;

public sealed class SegmentRangeTests
{
    [Theory]
    [InlineData("00000001-00000064.parquet", true)]
    [InlineData("00004097-00008192.parquet", true)]
    [InlineData("100000001-100000064.parquet", true)]
    [InlineData("00000002-00000065.parquet", false)]
    [InlineData("00000001-00000128.parquet", false)]
    [InlineData("1-64.parquet", false)]
    [InlineData("00000001-00000064.parquet.tmp", false)]
    public void TryParse_Name_IsAnAlignedPowerOf64OrNothing(string name, bool expected)
    {
        Assert.Equal(expected, SegmentRange.TryParse(name, out var range));
        if (expected) Assert.Equal(name, range.Name);
    }

    [Fact]
    public void Around_ANumber_GivesNestedRangesThatCoverIt()
    {
        var ranges = SegmentRange.Around(4160).ToList();
        Assert.Equal([new(4160, 4160), new(4097, 4160), new(4097, 8192), new(1, 262_144)], ranges.Take(4));
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.Second, pair.First.Parent));
        Assert.All(ranges.Take(4), range => Assert.True(range.Covers(SegmentRange.Of(4160))));
        Assert.Equal([new(4097, 4160), new(4161, 4224)], new SegmentRange(4097, 8192).Children.Take(2));
    }
}
