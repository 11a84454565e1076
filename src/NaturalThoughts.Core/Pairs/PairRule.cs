using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Mixing;

namespace NaturalThoughts.Core.Pairs;

/// <summary>Which other trace of its question a chosen trace is preferred to.</summary>
/// <remarks>
/// Decided for each trace by itself, from its question's traces and a seeded hash: what else was selected changes nothing. After
/// self-motivated learning (correct rationales over incorrect ones) and Sui et al., <i>Stop Overthinking</i>, 2025 (short over long).
/// </remarks>
public sealed class PairRule
{
    /// <summary>A rejected trace that is correct too has at least so many times the tokens of the chosen one.</summary>
    public const double TimesLonger = 1.5;

    readonly FeatureSnapshot _rows;
    readonly ImmutableArray<PairKind> _kinds;
    readonly Lot _lot;

    /// <summary>A rule over a snapshot.</summary>
    /// <param name="name"><c>correct</c>, <c>shorter</c>, or <c>both</c>: of the first kind where there is one, else of the second.</param>
    /// <param name="rows">The snapshot.</param>
    /// <param name="seed">The seed.</param>
    public PairRule(string name, FeatureSnapshot rows, ulong seed)
    {
        _rows = rows;
        _lot = new("pair", seed);
        _kinds = name switch
        {
            "correct" => [PairKind.Correct],
            "shorter" => [PairKind.Shorter],
            "both" => [PairKind.Correct, PairKind.Shorter],
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No kind of pairs."),
        };
    }

    /// <summary>Whether a trace is known to be correct: only such are chosen.</summary>
    public bool Chooses(int row) => Flag(row, "correct") is true;

    /// <summary>The row of the trace that is rejected for a chosen one; null where that is not known to be correct, or the question has
    /// none that fits.</summary>
    /// <param name="chosen">The chosen trace's row.</param>
    /// <param name="question">The rows of the question's traces.</param>
    public (int Row, PairKind Kind)? Partner(int chosen, IEnumerable<int> question)
    {
        if (!Chooses(chosen)) return null;
        var others = question.Where(row => row != chosen && Flag(row, "complete") is true).ToList();
        foreach (var kind in _kinds)
            if (Candidates(kind, chosen, others).ToList() is { Count: > 0 } candidates)
                return (candidates.MinBy(row => Draw(chosen, row)), kind);
        return null;
    }

    IEnumerable<int> Candidates(PairKind kind, int chosen, List<int> others)
    {
        if (kind is PairKind.Correct) return others.Where(row => Flag(row, "correct") is false);
        var longer = others.Where(row => Flag(row, "correct") is true && Tokens(row) >= TimesLonger * Tokens(chosen)).ToList();
        return longer.Where(row => Tokens(row) == longer.Max(Tokens));
    }

    // Of the chosen trace too: several chosen ones of a question do not all meet the same rejected one.
    (ulong, TraceId) Draw(int chosen, int row) =>
        (SeededHash.Of(_lot.Hash(_rows.Trace(chosen).Value), _rows.Trace(row).Value), _rows.Trace(row));

    bool? Flag(int row, string column) => _rows.Value(row, _rows.Schema.Ordinal(column)).Flag;

    double Tokens(int row) => _rows.Value(row, _rows.Schema.Ordinal("response_tokens")).Number;
}

/// <summary>What a pair teaches.</summary>
[GenerateSerializer, Alias("nt.PairKind")]
public enum PairKind
{
    /// <summary>A correct trace rather than an incorrect one.</summary>
    Correct,

    /// <summary>A correct trace rather than a much longer one that is correct too.</summary>
    Shorter,
}
