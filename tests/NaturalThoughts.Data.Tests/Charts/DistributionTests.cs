using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Charts;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Tests.Charts;

public sealed class DistributionTests
{
    static readonly FeatureSchema Schema = new(["score", "topic score"]);

    [Fact]
    public void Counter_ColumnByColumn_CountsWhatItCountsRowByRow() =>
        Gen.Select(Values.Array[0, 3000], Gen.Int[1, 5]).Sample((rows, every) =>
        {
            var table = new FeatureTable(Schema);
            for (var row = 0; row < rows.Length; row++) table.Add(new((UInt128)row), new((UInt128)row), rows[row]);
            var (byRow, byColumn) = (new DistributionCounter(Schema), new DistributionCounter(Schema));
            byColumn.Add(table.Snapshot(), row => row % every == 0);
            foreach (var (row, values) in rows.Index())
                if (row % every == 0) byRow.Add([.. values]);

            Assert.Equal(Lines(byRow.Result()), Lines(byColumn.Result()));
        }, iter: 40);

    [Fact]
    public void Merge_PartThatDoesNotKnowTheColumn_CountsAsUnknown()
    {
        var (knows, doesNot) = (new DistributionCounter(Schema), new DistributionCounter(Schema));
        knows.Add(Row(("domain", FeatureValue.Of("law"))));
        doesNot.Add(Row());
        doesNot.Add(Row());

        var merged = Distribution.Merge([knows.Result(), doesNot.Result()]);

        Assert.Equal(["domain: law 1, unknown 2"], Lines(merged));
    }

    [Fact]
    public void Panels_ManyTexts_KeepTheMostFrequentAndSayHowManyOthers()
    {
        var (selected, pool) = (new DistributionCounter(Schema), new DistributionCounter(Schema));
        for (var topic = 0; topic < 30; topic++)
            for (var row = 0; row <= topic; row++)
            {
                pool.Add(Row(("topic", FeatureValue.Of($"t{topic:00}"))));
                if (topic >= 5) selected.Add(Row(("topic", FeatureValue.Of($"t{topic:00}"))));
            }

        selected.Add(Row());
        var panel = Assert.Single(DistributionPanels.Of(Known(selected), Known(pool), 20));

        Assert.Equal([.. Enumerable.Range(11, 19).Reverse().Select(topic => $"t{topic:00}"), "11 others", "unknown"],
            panel.Bars.Select(bar => bar.Label));
        // 5 + 1 to 10 + 1 were taken of those, 0 + 1 to 4 + 1 were not.
        Assert.Equal([panel.Bars[^2]], panel.Bars.Where(bar => bar.IsRest));
        Assert.Equal("11 others: 51 of 451 selected (11.3 %), 66 of 465 in the pool (14.2 %)", panel.Bars[^2].Hint);
    }

    [Fact]
    public void Panels_Number_HaveNoHoleInTheScale()
    {
        var counter = new DistributionCounter(Schema);
        foreach (var rate in new[] { 0.0, 0.5, 1.0 }) counter.Add(Row(("pass_rate", FeatureValue.Of(rate))));

        var panel = Assert.Single(DistributionPanels.Of(Known(counter), [], 20));

        Assert.Equal(["0.0 to 0.1", "0.1 to 0.2", "0.2 to 0.3"], panel.Bars.Select(bar => bar.Label).Take(3));
        Assert.Equal(("1.0", 11), (panel.Bars[^1].Label, panel.Bars.Length));
        Assert.Equal([0, 5, 10], panel.Bars.Index().Where(bar => bar.Item.Share > 0).Select(bar => bar.Index));
    }

    static ImmutableArray<Distribution> Known(DistributionCounter counter) => Distribution.Merge([counter.Result()]);

    static ImmutableArray<FeatureValue> Row(params (string Column, FeatureValue Value)[] known)
    {
        var values = Enumerable.Repeat(FeatureValue.Null, Schema.Columns.Length).ToArray();
        foreach (var (column, value) in known) values[Schema.Ordinal(column)] = value;
        return [.. values];
    }

    static IEnumerable<string> Lines(ImmutableArray<Distribution> distributions) => distributions.Select(distribution =>
        $"{distribution.Column}: {string.Join(", ", distribution.Bars.Select(bar => $"{bar.Label} {bar.Rows}"))}");

    static Gen<FeatureValue[]> Values { get; } = Schema.Columns.Select(column => ValueOf(column).Select(value => new[] { value }))
        .Aggregate((left, right) => Gen.Select(left, right).Select(pair => pair.Item1.Concat(pair.Item2).ToArray()));

    static Gen<FeatureValue> ValueOf(FeatureDefinition column) => column.Kind switch
    {
        FeatureKind.Flag => Gen.OneOf<bool?>(true, false, null).Select(FeatureValue.Of),
        FeatureKind.Text => Gen.OneOf<string?>("Science", "Law", "unknown", "", null).Select(FeatureValue.Of),
        _ => Gen.OneOf(Gen.Int[0, 20].Select(n => n / 10.0), Gen.Int[0, 20000].Select(n => (double)n), Gen.Const(double.NaN))
            .Select(FeatureValue.Of),
    };
}
