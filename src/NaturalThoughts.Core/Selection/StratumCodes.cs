using System.Collections.Immutable;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Selection;

/// <summary>The strata of a snapshot, by the code that its rows have for them in this shard.</summary>
sealed class StratumCodes
{
    readonly FeatureSnapshot _rows;
    readonly int _ordinal;
    readonly ushort[] _codes;

    StratumCodes(FeatureSnapshot rows, int ordinal, ImmutableArray<Stratum> names)
    {
        (_rows, _ordinal, Names) = (rows, ordinal, names);
        _codes = ordinal < 0 ? [] : new ushort[FeatureTable.BlockRows];
    }

    /// <summary>Strata by code; the first is the one of rows without a value, or of all rows where there are no strata.</summary>
    internal ImmutableArray<Stratum> Names { get; }

    /// <summary>The strata of a text or flag column; of none where the ordinal is negative.</summary>
    internal static StratumCodes Of(FeatureSnapshot rows, int ordinal) => new(rows, ordinal, ordinal < 0 ? [new(null)]
        : rows.Schema.Columns[ordinal].Kind == FeatureKind.Flag ? [new(null), new("false"), new("true")]
        : [new(null), .. rows.Texts(ordinal).Select(text => new Stratum(text))]);

    /// <summary>The codes of a block's rows, until the next block is read; empty where there are no strata.</summary>
    internal ReadOnlySpan<ushort> Read(int block)
    {
        if (_ordinal < 0) return [];
        var start = block * FeatureTable.BlockRows;
        var codes = _codes.AsSpan(0, _rows.RowsOf(block));
        if (_rows.Schema.Columns[_ordinal].Kind == FeatureKind.Text)
        {
            _rows.Codes(_ordinal, start, codes);
            // Null has the largest code, and the first stratum.
            foreach (ref var code in codes) code++;
            return codes;
        }

        Span<double> flags = stackalloc double[FeatureTable.BlockRows];
        flags = flags[..codes.Length];
        _rows.Numbers(_ordinal, start, flags);
        for (var row = 0; row < codes.Length; row++) codes[row] = (ushort)(double.IsNaN(flags[row]) ? 0 : flags[row] == 0 ? 1 : 2);
        return codes;
    }
}
