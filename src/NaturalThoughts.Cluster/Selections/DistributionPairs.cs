using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>Puts two sets of distributions side by side.</summary>
static class DistributionPairs
{
    /// <summary>One pair for each column that either side has, with every bar of either side.</summary>
    public static IEnumerable<DistributionPair> Of(ImmutableArray<Distribution> left, ImmutableArray<Distribution> right)
    {
        foreach (var column in left.Concat(right).Select(distribution => distribution.Column).Distinct())
        {
            var (before, after) = (BarsOf(left, column), BarsOf(right, column));
            var bars = before.Keys.Union(after.Keys).OrderBy(bar => bar.Rank)
                .ThenByDescending(bar => before.GetValueOrDefault(bar) + after.GetValueOrDefault(bar))
                .ThenBy(bar => bar.Label, StringComparer.Ordinal);
            yield return new(column,
                [.. bars.Select(bar => new BinPair(bar.Label, before.GetValueOrDefault(bar), after.GetValueOrDefault(bar)))]);
        }
    }

    static Dictionary<(int Rank, string Label), long> BarsOf(ImmutableArray<Distribution> distributions, string column) =>
        distributions.Where(distribution => distribution.Column == column)
            .SelectMany(distribution => distribution.Bars)
            .ToDictionary(bar => (bar.Rank, bar.Label), bar => bar.Rows);
}
