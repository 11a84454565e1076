using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>A reply that is a text for people. Not JSON: what models write of formulas (<c>\frac</c>, <c>\text</c>) reads as escapes
/// there, and comes out as form feeds and tabs.</summary>
/// <param name="name">What the text is called.</param>
/// <param name="text">The form as a prompt shows it.</param>
sealed partial class ProseForm(string name, string text) : ReplyForm
{
    const string Fence = "```";

    /// <inheritdoc/>
    public override string Version => "prose@1";

    /// <inheritdoc/>
    public override string? Schema => null;

    /// <inheritdoc/>
    public override string Text => text;

    /// <inheritdoc/>
    public override string Again => text;

    /// <inheritdoc/>
    protected override (ReplyValues? Values, RubricReading? Rejected) Read(Response reply, TraceText parts)
    {
        if (parts.Answer is not { } said)
            return (null, RubricReading.Unreadable(parts.Reasoning is null
                ? "The reply is empty." : "The reply breaks off while the model is still reasoning."));
        if (Cut(reply)) return (null, RubricReading.Unreadable("The reply breaks off."));
        var bare = Bare(said);
        if (bare.Length == 0) return (null, RubricReading.Unreadable("The reply is empty."));
        return Refusal.In(bare)
            ? (null, RubricReading.Refused($"The model refused: {Shown.Of(bare)}"))
            : (new(ImmutableDictionary<string, FieldReading>.Empty.Add(name, new(Text: bare))), null);
    }

    // “Here is the short answer:”, “**Short answer:**”, and a fence around it all.
    static string Bare(string said)
    {
        var bare = Preface().Replace(said, "").Trim();
        var fenced = bare.StartsWith(Fence, StringComparison.Ordinal) && bare.IndexOf('\n') > 0
            && bare.IndexOf(Fence, Fence.Length, StringComparison.Ordinal) == bare.Length - Fence.Length;
        return fenced ? bare[bare.IndexOf('\n')..^Fence.Length].Trim() : bare;
    }

    [GeneratedRegex(
        @"\A(?:(?:(?:sure|certainly|of course|okay)[!,.]?\s*)?here(?:['’]s| is)\b[^\n]{0,80}:\s*(?:\n\s*|\z))?"
        + @"(?:[*#]{0,4} ?(?:short|condensed) answer(?::\**|\**:)\s+)?", RegexOptions.IgnoreCase)]
    private static partial Regex Preface();
}
