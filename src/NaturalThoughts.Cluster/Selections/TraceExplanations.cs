using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>Puts an explanation into words and steps.</summary>
static class TraceExplanations
{
    /// <summary>The explanation of a trace under a recorded selection.</summary>
    /// <param name="explanation">How the pool of today judges it by the selection's cuts.</param>
    /// <param name="recorded">The selection.</param>
    /// <param name="taken">Whether the selection holds it.</param>
    /// <param name="pool">The pool of today.</param>
    /// <param name="features">The trace's columns.</param>
    public static TraceExplanation Of(
        Explanation explanation, RecordedSelection recorded, bool taken, Digest pool,
        ImmutableSortedDictionary<string, FeatureValue> features) => new()
        {
            Trace = explanation.Trace,
            Question = explanation.Question,
            Taken = taken,
            Why = explanation.Why
                + (recorded.Report.Snapshot == pool.ToString()
                    ? ""
                    : " The pool has changed since the selection was made; this is judged by its cuts.")
                + (taken == explanation.Selected ? ""
                    : taken ? " When it was made, the trace was taken."
                    : " When it was made, the trace was not taken."),
            Steps = [.. Steps(explanation)],
            Features = features,
        };

    static IEnumerable<NamedText> Steps(Explanation explanation)
    {
        yield return new("verdict", explanation.Verdict.ToString());
        yield return new("where", explanation.Where is { } where ? (where ? "true" : "false") : "unknown");
        if (explanation.Weight is { } weight) yield return new("weight", Text(weight));
        yield return new("hash", explanation.Hash.ToString("x16", CultureInfo.InvariantCulture));
        if (explanation.Key is { } key) yield return new("key", Text(key));
        if (explanation.Stratum is { } stratum) yield return new("stratum", stratum.ToString());
        if (explanation.Position is { } position) yield return new("position in its question", Text(position));
        if (explanation.Cut is not { } cut) yield break;
        var ending = cut.Last is { } last ? $", last key {Text(KeyBits.Value(last.Key))}" : "";
        yield return new("cut", $"{cut.Places} of {cut.Of}{ending}");
    }

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
