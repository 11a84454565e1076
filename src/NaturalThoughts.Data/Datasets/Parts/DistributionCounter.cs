using System.Collections.Immutable;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>Counts the columns that cards and reports show: the same bars for a selection and for its pool.</summary>
public sealed class DistributionCounter
{
    readonly ImmutableArray<Tally> _tallies;

    /// <summary>A counter over rows of a schema.</summary>
    public DistributionCounter(FeatureSchema schema) : this(schema, ShownColumn.All)
    {
    }

    /// <summary>A counter of some columns over rows of a schema.</summary>
    public DistributionCounter(FeatureSchema schema, IEnumerable<ShownColumn> columns)
    {
        _tallies =
        [
            .. from shown in columns
               let ordinal = schema.Ordinal(shown.Name)
               where ordinal >= 0 && shown.Ordered == schema.Columns[ordinal].Kind is FeatureKind.Number
               select new Tally(shown, ordinal),
        ];
    }

    /// <summary>Counts a row.</summary>
    /// <param name="features">Its values by ordinal.</param>
    public void Add(ImmutableArray<FeatureValue> features)
    {
        foreach (var tally in _tallies)
        {
            var value = features[tally.Ordinal];
            tally.Add(value.IsNull ? (DistributionBar.UnknownRank, DistributionBar.Unknown) : tally.Shown.BarOf(value), 1);
        }
    }

    /// <summary>Counts rows of a snapshot, column by column.</summary>
    /// <param name="rows">The snapshot.</param>
    /// <param name="counts">Which rows count; asked for each row once.</param>
    public void Add(FeatureSnapshot rows, Func<int, bool> counts)
    {
        var counted = new bool[rows.Count];
        for (var row = 0; row < counted.Length; row++) counted[row] = counts(row);
        foreach (var tally in _tallies)
            if (rows.Schema.Columns[tally.Ordinal].Kind is FeatureKind.Text) AddTexts(tally, rows, counted);
            else AddNumbers(tally, rows, counted);
    }

    /// <summary>What was counted, columns that no row knows too: another part may know them.</summary>
    public ImmutableArray<Distribution> Result() =>
    [
        .. from tally in _tallies
           select new Distribution(
               tally.Shown.Name,
               Distribution.Order(tally.Rows.Select(bar => new DistributionBar(bar.Key.Label, bar.Key.Rank, bar.Value)))),
    ];

    static void AddTexts(Tally tally, FeatureSnapshot rows, bool[] counted)
    {
        var texts = rows.Texts(tally.Ordinal);
        var counts = new long[texts.Count + 1];
        Span<ushort> block = stackalloc ushort[1024];
        for (var start = 0; start < rows.Count; start += block.Length)
        {
            var codes = block[..Math.Min(block.Length, rows.Count - start)];
            rows.Codes(tally.Ordinal, start, codes);
            for (var index = 0; index < codes.Length; index++)
                if (counted[start + index]) counts[codes[index] == FeatureTable.NullCode ? texts.Count : codes[index]]++;
        }

        for (var code = 0; code < texts.Count; code++) tally.Add((0, texts[code]), counts[code]);
        tally.Add((DistributionBar.UnknownRank, DistributionBar.Unknown), counts[^1]);
    }

    static void AddNumbers(Tally tally, FeatureSnapshot rows, bool[] counted)
    {
        var (shown, isFlag) = (tally.Shown, rows.Schema.Columns[tally.Ordinal].Kind is FeatureKind.Flag);
        var counts = new long[(isFlag ? 2 : shown.Edges.Length + 1) + 1];
        Span<double> block = stackalloc double[1024];
        for (var start = 0; start < rows.Count; start += block.Length)
        {
            var numbers = block[..Math.Min(block.Length, rows.Count - start)];
            rows.Numbers(tally.Ordinal, start, numbers);
            for (var index = 0; index < numbers.Length; index++)
                if (counted[start + index])
                    counts[double.IsNaN(numbers[index]) ? ^1 : isFlag ? (int)numbers[index] : shown.BarOf(numbers[index])]++;
        }

        for (var bar = 0; bar < counts.Length - 1; bar++)
            tally.Add(isFlag ? (0, FeatureValue.Of(bar == 1).ToString()) : (bar, shown.LabelOf(bar)), counts[bar]);
        tally.Add((DistributionBar.UnknownRank, DistributionBar.Unknown), counts[^1]);
    }

    sealed record Tally(ShownColumn Shown, int Ordinal)
    {
        public Dictionary<(int Rank, string Label), long> Rows { get; } = [];

        public void Add((int Rank, string Label) bar, long rows)
        {
            if (rows > 0) Rows[bar] = Rows.GetValueOrDefault(bar) + rows;
        }
    }
}
