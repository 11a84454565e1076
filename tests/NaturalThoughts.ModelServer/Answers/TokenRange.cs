using System.Globalization;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.ModelServers.Faults;

namespace NaturalThoughts.ModelServers.Answers;

/// <summary>How many tokens a reasoning has: from <paramref name="Least"/> to <paramref name="Most"/>, most
/// often near their geometric mean.</summary>
/// <param name="Least">From 0.</param>
/// <param name="Most">At least <paramref name="Least"/>, at most a million.</param>
public readonly record struct TokenRange(int Least, int Most)
{
    /// <summary>What a message says is expected.</summary>
    public const string Expected = "a number of tokens up to 1,000,000, or a range such as 200..8000";

    const int Cap = 1_000_000;

    /// <summary>Reads <c>2000</c> or <c>200..8000</c>; null when it is neither.</summary>
    public static TokenRange? Parse(string text)
    {
        var parts = text.Split("..");
        if (parts.Length > 2 || Number(parts[0]) is not { } least || Number(parts[^1]) is not { } most) return null;
        return least <= most && most <= Cap ? new(least, most) : null;
    }

    /// <summary>Draws a number: its logarithm is triangular.</summary>
    internal int Draw(ref Chance chance)
    {
        var place = (chance.NextShare() + chance.NextShare()) / 2;
        if (Least == Most) return Least;
        var (from, to) = (ExactMath.Log(Math.Max(Least, 1)), ExactMath.Log(Most));
        return Math.Clamp((int)Math.Round(ExactMath.Exp(from + (to - from) * place)), Least, Most);
    }

    static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
