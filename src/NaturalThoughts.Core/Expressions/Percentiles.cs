using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Where values stand among all rows of the pool: (less + ½ · equal) / n, by column.</summary>
public sealed class Percentiles
{
    readonly Dictionary<string, Ranks> _columns;

    Percentiles(Dictionary<string, Ranks> columns) => _columns = columns;

    /// <summary>Of no column, for expressions that name none.</summary>
    public static Percentiles None { get; } = new([]);

    /// <summary>Percentiles from the histograms merged over all shards; a rejected histogram is a problem.</summary>
    public static Checked<Percentiles> Of(IEnumerable<ColumnHistogram> merged)
    {
        var histograms = merged.ToArray();
        var rejected = histograms.Where(histogram => histogram.Rejected is not null).ToArray();
        if (rejected.Length > 0) return new(rejected.Select(histogram => new Problem(histogram.Rejected!.Detail)));
        return new(new Percentiles(histograms.ToDictionary(histogram => histogram.Column, histogram => new Ranks(histogram))));
    }

    /// <summary>The percentile of a value, 0 to 1; NaN for NaN and where no row has a value.</summary>
    /// <exception cref="ArgumentException">The column's histogram was not given.</exception>
    public double Of(string column, double value) => Find(column).Of(value);

    /// <summary>Replaces values of a column by their percentiles.</summary>
    /// <exception cref="ArgumentException">The column's histogram was not given.</exception>
    public void Replace(string column, Span<double> values) => Find(column).Replace(values);

    /// <summary>The percentiles of a column's rows from one on.</summary>
    internal void Read(string column, FeatureSnapshot rows, int ordinal, int start, Span<double> into)
    {
        var ranks = Find(column);
        var (block, index) = Math.DivRem(start, FeatureTable.BlockRows);
        if (index + into.Length <= FeatureTable.BlockRows && ranks.Read(rows.NumbersOf(ordinal, block), index, into)) return;
        rows.Numbers(ordinal, start, into);
        ranks.Replace(into);
    }

    Ranks Find(string column) =>
        _columns.GetValueOrDefault(column) ?? throw new ArgumentException($"There is no histogram of column `{column}`.", nameof(column));
}
