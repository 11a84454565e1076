using System.Collections.Immutable;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Selection;

/// <summary>The strata of a snapshot, by the code that its rows have for them in this shard.</summary>
sealed class StratumCodes
{
    readonly FeatureSnapshot _rows;
    readonly int _ordinal;

    StratumCodes(FeatureSnapshot rows, int ordinal, ImmutableArray<Stratum> names) => (_rows, _ordinal, Names) = (rows, ordinal, names);

    /// <summary>Strata by code; the first is the one of rows without a value, or of all rows where there are no strata.</summary>
    internal ImmutableArray<Stratum> Names { get; }

    /// <summary>The strata of a text or flag column; of none where the ordinal is negative.</summary>
    internal static StratumCodes Of(FeatureSnapshot rows, int ordinal) => new(rows, ordinal, ordinal < 0 ? [new(null)]
        : rows.Schema.Columns[ordinal].Kind == FeatureKind.Flag ? [new(null), new("false"), new("true")]
        : [new(null), .. rows.Texts(ordinal).Select(text => new Stratum(text))]);

    /// <summary>The codes of some rows, ascending.</summary>
    internal int[] Read(ReadOnlySpan<int> rows)
    {
        var codes = new int[rows.Length];
        if (_ordinal < 0) return codes;
        var text = _rows.Schema.Columns[_ordinal].Kind == FeatureKind.Text;
        Span<ushort> texts = new ushort[FeatureTable.BlockRows];
        Span<double> flags = new double[FeatureTable.BlockRows];
        for (var (next, start) = (0, 0); next < rows.Length; start += FeatureTable.BlockRows)
        {
            if (rows[next] >= start + FeatureTable.BlockRows) continue;
            var count = Math.Min(FeatureTable.BlockRows, _rows.Count - start);
            if (text) _rows.Codes(_ordinal, start, texts[..count]);
            else _rows.Numbers(_ordinal, start, flags[..count]);
            for (; next < rows.Length && rows[next] < start + count; next++)
                codes[next] = text ? OfText(texts[rows[next] - start]) : OfFlag(flags[rows[next] - start]);
        }

        return codes;
    }

    static int OfText(ushort code) => code == FeatureTable.NullCode ? 0 : code + 1;

    static int OfFlag(double flag) => double.IsNaN(flag) ? 0 : flag == 0 ? 1 : 2;
}
