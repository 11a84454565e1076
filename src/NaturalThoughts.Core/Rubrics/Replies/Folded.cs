using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>Names without what models vary: case, spaces, dashes, underscores, “&amp;”.</summary>
static class Folded
{
    /// <summary>Letters and digits only, lower case.</summary>
    public static string Of(string text) =>
        string.Concat(text.Replace("&", "and", StringComparison.Ordinal).Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The one candidate that differs from a name by a slip: one edit from 4 letters on, two from 9 on. Null when none does, or
    /// several.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var folded = Of(name);
        var allowed = folded.Length < 4 ? 0 : folded.Length < 9 ? 1 : 2;
        var near = candidates.Where(candidate => NearestName.Edits(folded, Of(candidate)) <= allowed).ToList();
        return near.Count == 1 ? near[0] : null;
    }
}
