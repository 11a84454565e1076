using System.Collections.Immutable;

namespace NaturalThoughts.Core.Selection;

/// <summary>Where a selection cuts each stratum: all that a shard needs to know to take its part.</summary>
[GenerateSerializer, Immutable, Alias("nt.Thresholds")]
public sealed record Thresholds
{
    /// <summary>The cuts in stratum order; a stratum that is not named has no trace selected.</summary>
    [Id(0)] public required ImmutableArray<StratumCut> Cuts { get; init; }

    /// <summary>How many traces are selected.</summary>
    public long Selected => Cuts.Sum(cut => cut.Places);

    /// <summary>The cut of a stratum; null where it is not named.</summary>
    public StratumCut? Of(Stratum stratum)
    {
        var (low, high) = (0, Cuts.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Cuts[middle].Stratum.CompareTo(stratum);
            if (order == 0) return Cuts[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }
}

/// <summary>Where one stratum is cut.</summary>
/// <param name="Stratum">The stratum.</param>
/// <param name="Places">How many of its traces are selected.</param>
/// <param name="Of">How many it has.</param>
/// <param name="Last">The last one selected; null where none or all are.</param>
[GenerateSerializer, Immutable, Alias("nt.StratumCut")]
public sealed record StratumCut(
    [property: Id(0)] Stratum Stratum,
    [property: Id(1)] long Places,
    [property: Id(2)] long Of,
    [property: Id(3)] SelectionKey? Last)
{
    /// <summary>Whether every trace of the stratum is selected.</summary>
    public bool All => Places == Of;

    /// <summary>Whether the cut lets a trace of this stratum in.</summary>
    public bool Admits(SelectionKey key) => All || (Last is { } last && key.CompareTo(last) <= 0);
}
