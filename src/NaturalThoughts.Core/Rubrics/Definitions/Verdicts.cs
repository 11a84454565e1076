using System.Collections.Immutable;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary>Verdicts with a way out: yes, no, unclear.</summary>
static class Verdicts
{
    /// <summary>What models call the verdict.</summary>
    public static ImmutableArray<string> Names { get; } = ["judgement", "judgment", "result", "conclusion", "decision"];

    /// <summary>Other words for “unclear”, folded.</summary>
    public static ImmutableArray<string> Unclear { get; } =
        ["cannottell", "canttell", "cannotbedetermined", "unknown", "unsure", "uncertain", "undetermined", "indeterminate"];

    /// <summary>Other words by the verdict they mean.</summary>
    public static ImmutableDictionary<string, string> Synonyms(params ReadOnlySpan<(string Verdict, ImmutableArray<string> Words)> words)
    {
        var synonyms = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (verdict, others) in words)
            foreach (var other in others) synonyms.Add(other, verdict);
        return synonyms.ToImmutable();
    }

    /// <summary>A verdict as a flag; null for “unclear”.</summary>
    public static bool? Flag(string verdict, string yes, string no) => verdict == yes ? true : verdict == no ? false : null;
}
