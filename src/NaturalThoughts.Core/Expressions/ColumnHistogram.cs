using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Expressions;

/// <summary>How many visible rows have each value of a number column: exact, and the same in whatever order shards are merged.</summary>
[GenerateSerializer, Immutable, Alias("nt.ColumnHistogram")]
public sealed record ColumnHistogram
{
    /// <summary>Most different values.</summary>
    public const int MaxValues = 65536;

    /// <summary>The column's name.</summary>
    [Id(0)] public required string Column { get; init; }

    /// <summary>The different values, ascending; none when <see cref="Rejected"/>.</summary>
    [Id(1)] public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>Rows of each value.</summary>
    [Id(2)] public ImmutableArray<long> Counts { get; init; } = [];

    /// <summary>Why there is no histogram: the column has more than <see cref="MaxValues"/> different values.</summary>
    [Id(3)] public Rejection? Rejected { get; init; }

    /// <summary>Rows that have a value.</summary>
    public long Total => Counts.Sum();

    /// <summary>The histogram of a snapshot's visible rows that have a value.</summary>
    /// <exception cref="ArgumentException">The column holds texts.</exception>
    public static ColumnHistogram Of(FeatureSnapshot rows, int ordinal)
    {
        var column = rows.Schema.Columns[ordinal].Name;
        var counter = new ValueCounter();
        using var codes = new CodeCounter();
        Span<double> values = stackalloc double[FeatureTable.BlockRows];
        for (var block = 0; block * FeatureTable.BlockRows < rows.Count; block++)
        {
            if (codes.Count(rows, ordinal, block)) continue;
            var read = values[..rows.RowsOf(block)];
            rows.Numbers(ordinal, block * FeatureTable.BlockRows, read);
            var hidden = rows.HiddenOf(block);
            for (var index = 0; index < read.Length; index++)
                if (!double.IsNaN(read[index]) && !IsHidden(hidden, index)) counter.Add(read[index]);
            if (counter.Distinct > MaxValues) return Refused(column);
        }

        codes.AddTo(counter);
        var (sorted, counts) = counter.Sorted();
        return sorted.Length > MaxValues ? Refused(column) : new() { Column = column, Values = sorted, Counts = counts };
    }

    /// <summary>The histogram of both histograms' rows.</summary>
    /// <exception cref="ArgumentException">They are of different columns.</exception>
    public ColumnHistogram Merge(ColumnHistogram other)
    {
        if (other.Column != Column)
            throw new ArgumentException($"A histogram of `{other.Column}` cannot join one of `{Column}`.", nameof(other));
        if (Rejected is not null || other.Rejected is not null) return Refused(Column);
        var values = ImmutableArray.CreateBuilder<double>(Values.Length + other.Values.Length);
        var counts = ImmutableArray.CreateBuilder<long>(values.Capacity);
        for (int mine = 0, theirs = 0; mine < Values.Length || theirs < other.Values.Length;)
        {
            var order = mine == Values.Length ? 1 : theirs == other.Values.Length ? -1 : Values[mine].CompareTo(other.Values[theirs]);
            values.Add(order <= 0 ? Values[mine] : other.Values[theirs]);
            counts.Add((order <= 0 ? Counts[mine++] : 0) + (order >= 0 ? other.Counts[theirs++] : 0));
        }

        if (values.Count > MaxValues) return Refused(Column);
        return this with { Values = values.DrainToImmutable(), Counts = counts.DrainToImmutable() };
    }

    static bool IsHidden(ReadOnlySpan<ulong> hidden, int index) => !hidden.IsEmpty && (hidden[index / 64] >> (index % 64) & 1) != 0;

    static ColumnHistogram Refused(string column) => new()
    {
        Column = column,
        Rejected = new(
            "too-many-values",
            $"Column `{column}` has more than {MaxValues:N0} different values, too many for an exact percentile. "
            + "Round the number where it is made (to steps of 0.001, say), or use the column itself instead of its percentile."),
    };
}
