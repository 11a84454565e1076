using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Tests.Features;

public sealed class FeatureTableBytesTests
{
    static readonly int Tokens = Tables.Schema.Ordinal("reasoning_tokens");
    static readonly int Domain = Tables.Schema.Ordinal("domain");

    [Fact]
    public void Bytes_ColumnsThatAreTheSameInABlock_AreNone()
    {
        var table = new FeatureTable(Tables.Schema);
        for (var row = 0; row < FeatureTable.BlockRows; row++) Add(table, 0.1, "a");
        Assert.InRange(table.Bytes, 20 * table.Count, (20 * table.Count) + 200);
        var before = table.Snapshot();
        Add(table, 3, "b");
        Assert.Equal((0.1, "a"), (before.Value(9, Tokens).Number, before.Value(9, Domain).Text));
        Assert.Equal((0.1, "b"), (table.Snapshot().Value(9, Tokens).Number, table.Snapshot().Value(table.Count - 1, Domain).Text));
    }

    [Fact]
    public void Bytes_RealisticRows_AtMost64PerTraceBesideTheIds()
    {
        var table = new FeatureTable(new([]));
        var random = new Random(5);
        for (var row = 0; row < 3 * FeatureTable.BlockRows; row++)
            table.Add(Tables.Trace(row), Tables.Question(row), Realistic(random));
        Assert.InRange((table.Bytes - 20.0 * table.Count) / table.Count, 20, 64);
    }

    static void Add(FeatureTable table, double tokens, string? domain) =>
        table.Add(
            Tables.Trace(table.Count), Tables.Question(table.Count),
            Tables.Nulls(("reasoning_tokens", FeatureValue.Of(tokens)), ("domain", FeatureValue.Of(domain))));

    static FeatureValue[] Realistic(Random random) =>
    [
        FeatureValue.Of("r1"), FeatureValue.Of("stop"), FeatureValue.Of(random.Next(16)), FeatureValue.Of(true),
        FeatureValue.Of(random.Next(16_000)), FeatureValue.Of(random.Next(2_000)), FeatureValue.Of(random.Next(17_000)),
        FeatureValue.Of(random.Next(16)), FeatureValue.Of(random.Next(400)), FeatureValue.Of(random.NextDouble() * 20),
        FeatureValue.Of(random.Next(100) / 10.0), FeatureValue.Of(random.Next(1000) / 1000.0),
        FeatureValue.Of(random.Next(10) != 0),
        FeatureValue.Of(random.Next(10) == 0 ? "zh" : "en"),
        FeatureValue.Of(true), FeatureValue.Of(false),
        FeatureValue.Of(true), FeatureValue.Of(random.Next(8) == 0), FeatureValue.Of(random.Next(400) / 100.0),
        FeatureValue.Of("numina"), FeatureValue.Of("Science"),
        FeatureValue.Of($"topic {random.Next(300)}"), FeatureValue.Of(random.Next(10) == 0 ? "zh" : "en"),
        FeatureValue.Of($"type {random.Next(4)}"), FeatureValue.Of(random.Next(3000)),
        FeatureValue.Of(random.Next(40)), FeatureValue.Of(16),
        FeatureValue.Of(random.Next(1000) / 1000.0), FeatureValue.Of(random.Next(1000) / 1000.0),
        FeatureValue.Of(random.Next(1000) / 1000.0),
        FeatureValue.Of(random.NextDouble()), FeatureValue.Null,
    ];
}
