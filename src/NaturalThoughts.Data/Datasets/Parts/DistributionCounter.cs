using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>Counts the columns a card shows: the same bins for a selection and for its pool.</summary>
public sealed class DistributionCounter
{
    const int NullRank = int.MaxValue;

    // Upper edges are the next bar's lower ones; Step is the column's smallest difference.
    static readonly ImmutableArray<(string Column, double Step, ImmutableArray<double> Edges)> Shown =
    [
        ("domain", 0, []),
        ("reasoning_tokens", 1, [1, 500, 1000, 2000, 4000, 8000, 16000]),
        ("strategies_unique", 1, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("verbosity", 0.1, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("disagree", 0, []),
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
               select new Tally(shown.Column, ordinal, shown.Step, shown.Edges),
        ];
    }

    /// <summary>Counts a row.</summary>
    /// <param name="features">Its values by ordinal.</param>
    public void Add(ImmutableArray<FeatureValue> features)
    {
        foreach (var tally in _tallies)
        {
            var bar = BarOf(features[tally.Ordinal], tally.Step, tally.Edges);
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

    static (int Rank, string Label) BarOf(FeatureValue value, double step, ImmutableArray<double> edges)
    {
        if (value.IsNull) return (NullRank, "unknown");
        if (edges.IsEmpty) return (0, value.ToString());
        var bin = edges.Count(edge => edge <= value.Number);
        var format = step < 1 ? "N1" : "N0";
        var from = Edge(bin == 0 ? 0 : edges[bin - 1], format);
        if (bin == edges.Length) return (bin, $"{from} and more");
        var to = Edge(edges[bin] - step, format);
        return (bin, from == to ? from : $"{from} to {to}");
    }

    static string Edge(double edge, string format) => edge.ToString(format, CultureInfo.InvariantCulture);

    sealed record Tally(string Column, int Ordinal, double Step, ImmutableArray<double> Edges)
    {
        public Dictionary<(int Rank, string Label), long> Rows { get; } = [];
    }
}
