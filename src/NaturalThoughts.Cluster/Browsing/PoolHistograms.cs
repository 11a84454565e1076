using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Cluster.Browsing;

/// <summary>How columns are spread over the pool.</summary>
/// <param name="Snapshot">Digest of the pool.</param>
/// <param name="Traces">Traces in it.</param>
/// <param name="Columns">One for each column asked for, in that order.</param>
[GenerateSerializer, Immutable, Alias("nt.PoolHistograms")]
public sealed record PoolHistograms(
    [property: Id(0)] string Snapshot, [property: Id(1)] long Traces, [property: Id(2)] ImmutableArray<PoolHistogram> Columns);

/// <summary>How a column is spread over the pool.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Bins">Of numbers in their order; of texts the most frequent ones first, 100 at most.</param>
/// <param name="Others">Traces with another text.</param>
/// <param name="Unknown">Traces without a value.</param>
[GenerateSerializer, Immutable, Alias("nt.PoolHistogram")]
public sealed record PoolHistogram(
    [property: Id(0)] string Column,
    [property: Id(1)] FeatureKind Kind,
    [property: Id(2)] ImmutableArray<HistogramBin> Bins,
    [property: Id(3)] long Others,
    [property: Id(4)] long Unknown)
{
    const int MostTexts = 100;
    const int MostNumbers = 20;

    /// <summary>Of a column that cards show, or that holds texts or flags.</summary>
    internal static PoolHistogram Of(FeatureDefinition column, Distribution? distribution, long traces)
    {
        var known = distribution?.Bars.Where(bar => !bar.IsUnknown).ToList() ?? [];
        var shown = column.Kind is FeatureKind.Text ? MostTexts : known.Count;
        return new(column.Name, column.Kind, [.. known.Take(shown).Select(bar => new HistogramBin(bar.Label, bar.Rows))],
            known.Skip(shown).Sum(bar => bar.Rows), traces - known.Sum(bar => bar.Rows));
    }

    /// <summary>Of any other column of numbers: its values where they are few, else 20 stretches of equal length.</summary>
    internal static PoolHistogram Of(FeatureDefinition column, ColumnHistogram histogram, long traces)
    {
        var (values, counts) = (histogram.Values, histogram.Counts);
        var bins = ImmutableArray.CreateBuilder<HistogramBin>();
        if (values.Length <= MostNumbers)
            for (var at = 0; at < values.Length; at++) bins.Add(new(Text(values[at]), counts[at]));
        else
        {
            var (least, most, rows) = (values[0], values[^1], new long[MostNumbers]);
            // Halves: the difference of two numbers may be none.
            for (var at = 0; at < values.Length; at++)
                rows[Math.Min(MostNumbers - 1, (int)(MostNumbers * ((values[at] / 2 - least / 2) / (most / 2 - least / 2))))] += counts[at];
            for (var bin = 0; bin < MostNumbers; bin++) bins.Add(new($"{Text(Edge(bin))} to {Text(Edge(bin + 1))}", rows[bin]));

            double Edge(int bin) => least * (1 - (double)bin / MostNumbers) + most * ((double)bin / MostNumbers);
        }

        return new(column.Name, column.Kind, bins.ToImmutable(), 0, traces - histogram.Total);
    }

    static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}

/// <summary>A bin.</summary>
/// <param name="Label">The value, or from where to where.</param>
/// <param name="Rows">Traces in it.</param>
[GenerateSerializer, Immutable, Alias("nt.HistogramBin")]
public sealed record HistogramBin([property: Id(0)] string Label, [property: Id(1)] long Rows);
