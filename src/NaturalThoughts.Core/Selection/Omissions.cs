namespace NaturalThoughts.Core.Selection;

/// <summary>
/// How many traces a selection looked at, and why the ones without a key were left out. Each trace is counted once, by the first reason in
/// this order.
/// </summary>
/// <param name="Traces">All traces of the snapshot, also those of questions that are not sealed yet.</param>
/// <param name="NotSealed">The question is not sealed, or was sealed anew without this trace.</param>
/// <param name="Excluded">The trace or its question is in an excluded selection or file.</param>
/// <param name="NotEligible"><c>where</c> is false.</param>
/// <param name="Unknown"><c>where</c> is null: a value it needs is missing.</param>
/// <param name="NullKey">The weight or rank is null or not a number.</param>
/// <param name="ZeroWeight">The weight is zero or less.</param>
/// <param name="OverCap">The question has enough better traces (<c>per_question</c>).</param>
/// <param name="NotDrawn">Chance did not take the trace (<c>sample</c>).</param>
/// <param name="Chances">No count of traces: the sum of the probabilities of those that chance decided on, in units of
/// 2^-30.</param>
[GenerateSerializer, Immutable, Alias("nt.Omissions")]
public readonly record struct Omissions(
    [property: Id(0)] long Traces,
    [property: Id(1)] long NotSealed,
    [property: Id(2)] long Excluded,
    [property: Id(3)] long NotEligible,
    [property: Id(4)] long Unknown,
    [property: Id(5)] long NullKey,
    [property: Id(6)] long ZeroWeight,
    [property: Id(7)] long OverCap,
    [property: Id(8)] long NotDrawn = 0,
    [property: Id(9)] long Chances = 0)
{
    /// <summary>Traces that can be selected.</summary>
    public long Candidates => Traces - NotSealed - Excluded - NotEligible - Unknown - NullKey - ZeroWeight - OverCap - NotDrawn;

    /// <summary>How many traces chance takes on average.</summary>
    public double Expected => Chances / (double)ChanceUnits;

    /// <summary>Units of <see cref="Chances"/> in a probability of 1: integers add up to the same in any order.</summary>
    internal const long ChanceUnits = 1 << 30;

    /// <summary>A probability in those units.</summary>
    internal static long ChanceOf(double probability) => (long)Math.Round(probability * ChanceUnits);

    /// <summary>The counts of two disjoint sets of traces together.</summary>
    public static Omissions operator +(Omissions a, Omissions b) => new(
        a.Traces + b.Traces,
        a.NotSealed + b.NotSealed,
        a.Excluded + b.Excluded,
        a.NotEligible + b.NotEligible,
        a.Unknown + b.Unknown,
        a.NullKey + b.NullKey,
        a.ZeroWeight + b.ZeroWeight,
        a.OverCap + b.OverCap,
        a.NotDrawn + b.NotDrawn,
        a.Chances + b.Chances);
}
