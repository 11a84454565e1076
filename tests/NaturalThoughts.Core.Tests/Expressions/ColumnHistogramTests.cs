using CsCheck;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Tests.Features;

namespace NaturalThoughts.Core.Tests.Expressions;

public sealed class ColumnHistogramTests
{
    static readonly int Verbosity = Tables.Schema.Ordinal("verbosity");

    [Fact]
    public void Of_AnyRows_CountsVisibleValues() =>
        Gen.Select(Tables.Rows(40), Gen.Bool.Array[40]).Sample((rows, hidden) =>
        {
            var table = Tables.Of(rows);
            for (var row = 0; row < rows.Length; row++)
                if (hidden[row]) table.Hide(row);
            var histogram = ColumnHistogram.Of(table.Snapshot(), Verbosity);
            var expected = rows.Where((row, index) => !hidden[index] && !row[Verbosity].IsNull).Select(row => row[Verbosity].Number + 0.0)
                .GroupBy(value => value).OrderBy(group => group.Key).Select(group => (group.Key, (long)group.Count()));
            Assert.Equal(expected, histogram.Values.Zip(histogram.Counts));
        }, iter: 500);

    [Fact]
    public void Merge_AnyOrder_IsTheHistogramOfAllRows() =>
        Gen.Select(Tables.Rows(20), Tables.Rows(20), Tables.Rows(20)).Sample((a, b, c) =>
        {
            var (x, y, z) = (Of(a), Of(b), Of(c));
            var whole = Of([.. a, .. b, .. c]);
            foreach (var merged in new[] { x.Merge(y).Merge(z), z.Merge(y).Merge(x), y.Merge(z.Merge(x)) })
            {
                Assert.Equal(whole.Values, merged.Values);
                Assert.Equal(whole.Counts, merged.Counts);
            }
        }, iter: 500);

    [Fact]
    public void Percentile_AnyRows_IsTheNaiveOne() =>
        Gen.Select(Tables.Rows(30), Tables.Rows(30)).Sample((a, b) =>
        {
            var percentiles = Percentiles.Of([Of(a).Merge(Of(b))]).Value!;
            var known = a.Concat(b).Select(row => row[Verbosity].Number).Where(value => !double.IsNaN(value)).ToArray();
            foreach (var value in known.Append(3.14).Append(double.NaN))
            {
                var naive = double.IsNaN(value) || known.Length == 0 ? double.NaN
                    : (known.Count(other => other < value) + 0.5 * known.Count(other => other == value)) / known.Length;
                Assert.Equal(naive, percentiles.Of("verbosity", value));
            }
        }, iter: 500);

    [Fact]
    public void Of_TooManyValues_IsRejectedWithWhatToDo()
    {
        var many = Count(0, 65_537);
        Assert.Contains("65,536", many.Rejected!.Detail);
        Assert.Contains("steps of 0.001", Assert.Single(Percentiles.Of([many]).Problems).What);
        Assert.Null(Count(0, 65_536).Rejected);
    }

    [Fact]
    public void Merge_TooManyValuesTogether_IsRejectedInAnyOrder()
    {
        var (low, high, few) = (Count(0, 40_000), Count(30_000, 70_000), Count(0, 10));
        Assert.NotNull(low.Merge(high).Merge(few).Rejected);
        Assert.NotNull(few.Merge(low).Merge(high).Rejected);
        Assert.Equal(low.Merge(high).Rejected, high.Merge(few).Merge(low).Rejected);
    }

    [Fact]
    public void Merge_OtherColumn_Throws()
    {
        var snapshot = Tables.Of([]).Snapshot();
        Assert.Throws<ArgumentException>(() => ColumnHistogram.Of(snapshot, Verbosity).Merge(ColumnHistogram.Of(snapshot, Tables.Schema.Ordinal("score"))));
    }

    static ColumnHistogram Of(FeatureValue[][] rows) => ColumnHistogram.Of(Tables.Of(rows).Snapshot(), Verbosity);

    static ColumnHistogram Count(int from, int to)
    {
        var table = new FeatureTable(Tables.Schema);
        for (var value = from; value < to; value++) table.Add(default, default, Tables.Nulls(("verbosity", FeatureValue.Of(value))));
        return ColumnHistogram.Of(table.Snapshot(), Verbosity);
    }
}
