using System.Collections.Immutable;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Counts by name.</summary>
static class Tally
{
    /// <summary>Nothing counted.</summary>
    public static ImmutableSortedDictionary<string, long> None { get; } =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>One more of a name, or as many as given.</summary>
    public static ImmutableSortedDictionary<string, long> Plus(
        this ImmutableSortedDictionary<string, long> counts, string name, long more = 1) =>
        counts.SetItem(name, counts.GetValueOrDefault(name) + more);

    /// <summary>Both counts together.</summary>
    public static ImmutableSortedDictionary<string, long> Plus(
        this ImmutableSortedDictionary<string, long> counts, ImmutableSortedDictionary<string, long> others) =>
        others.Aggregate(counts, (sum, other) => sum.Plus(other.Key, other.Value));
}
