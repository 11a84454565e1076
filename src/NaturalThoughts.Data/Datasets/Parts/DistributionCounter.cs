using System.Collections.Immutable;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>Counts the columns a card shows: the same bins for a selection and for its pool.</summary>
public sealed class DistributionCounter
{
    const int NullRank = int.MaxValue;

    static readonly ImmutableArray<(string Column, ImmutableArray<double> Edges)> Shown =
    [
        ("domain", []),
        ("reasoning_tokens", [1, 500, 1000, 2000, 4000, 8000, 16000]),
        ("strategies_unique", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("verbosity", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("disagree", []),
    ];

    readonly ImmutableArray<Tally> _tallies;

    /// <summary>A counter over rows of a schema.</summary>
    public DistributionCounter(FeatureSchema schema)
    {
        _tallies =
        [
            .. from shown in Shown
               let ordinal = schema.Ordinal(shown.Column)
               where ordinal >= 0
               select new Tally(shown.Column, ordinal, shown.Edges),
        ];
    }

    /// <summary>Counts a row.</summary>
    /// <param name="features">Its values by ordinal.</param>
    public void Add(ImmutableArray<FeatureValue> features)
    {
        foreach (var tally in _tallies)
        {
            var bar = BarOf(features[tally.Ordinal], tally.Edges);
            tally.Rows[bar] = tally.Rows.GetValueOrDefault(bar) + 1;
        }
    }

    /// <summary>What was counted; a column that no row knows is left out.</summary>
    public ImmutableArray<Distribution> Result() =>
    [
        .. from tally in _tallies
           where tally.Rows.Keys.Any(bar => bar.Rank != NullRank)
           select new Distribution(
               tally.Column, Distribution.Order(tally.Rows.Select(bar => new DistributionBar(bar.Key.Label, bar.Key.Rank, bar.Value)))),
    ];

    static (int Rank, string Label) BarOf(FeatureValue value, ImmutableArray<double> edges)
    {
        if (value.IsNull) return (NullRank, "unknown");
        if (edges.IsEmpty) return (0, value.ToString());
        var bin = edges.Count(edge => edge <= value.Number);
        return (bin, bin == 0 ? $"below {Invariant.Count((long)edges[0])}" : bin == edges.Length ? $"{Edge(edges[^1])} and more" : Range(edges[bin - 1], edges[bin]));
    }

    static string Range(double from, double to) => to - from == 1 ? Edge(from) : $"{Edge(from)} to {Edge(to - 1)}";

    static string Edge(double edge) => Invariant.Count((long)edge);

    sealed record Tally(string Column, int Ordinal, ImmutableArray<double> Edges)
    {
        public Dictionary<(int Rank, string Label), long> Rows { get; } = [];
    }
}
