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
[GenerateSerializer, Immutable, Alias("nt.Omissions")]
public readonly record struct Omissions(
    [property: Id(0)] long Traces,
    [property: Id(1)] long NotSealed,
    [property: Id(2)] long Excluded,
    [property: Id(3)] long NotEligible,
    [property: Id(4)] long Unknown,
    [property: Id(5)] long NullKey,
    [property: Id(6)] long ZeroWeight,
    [property: Id(7)] long OverCap)
{
    /// <summary>Traces that can be selected.</summary>
    public long Candidates => Traces - NotSealed - Excluded - NotEligible - Unknown - NullKey - ZeroWeight - OverCap;

    /// <summary>The counts of two disjoint sets of traces together.</summary>
    public static Omissions operator +(Omissions a, Omissions b) => new(
        a.Traces + b.Traces,
        a.NotSealed + b.NotSealed,
        a.Excluded + b.Excluded,
        a.NotEligible + b.NotEligible,
        a.Unknown + b.Unknown,
        a.NullKey + b.NullKey,
        a.ZeroWeight + b.ZeroWeight,
        a.OverCap + b.OverCap);
}
