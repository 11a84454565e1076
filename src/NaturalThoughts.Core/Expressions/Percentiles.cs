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
        var problems = histograms.Where(histogram => histogram.Rejected is not null).Select(histogram => new Problem(histogram.Rejected!.Detail)).ToArray();
        return problems.Length > 0
            ? new(problems)
            : new(new Percentiles(histograms.ToDictionary(histogram => histogram.Column, histogram => new Ranks(histogram), StringComparer.Ordinal)));
    }

    /// <summary>The percentile of a value, 0 to 1; NaN for NaN and where no row has a value.</summary>
    /// <exception cref="ArgumentException">The column's histogram was not given.</exception>
    public double Of(string column, double value) => Find(column).Of(value);

    /// <summary>Replaces values of a column by their percentiles.</summary>
    /// <exception cref="ArgumentException">The column's histogram was not given.</exception>
    public void Replace(string column, Span<double> values) => Find(column).Replace(values);

    Ranks Find(string column) =>
        _columns.TryGetValue(column, out var ranks) ? ranks : throw new ArgumentException($"There is no histogram of column `{column}`.", nameof(column));
}
