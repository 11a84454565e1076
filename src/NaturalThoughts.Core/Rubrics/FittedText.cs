using System.Globalization;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>Fits long texts into a prompt.</summary>
static class FittedText
{
    /// <summary>Version of the rule; part of every rubric's digest.</summary>
    public const string Version = "fit@1";

    /// <summary>The least that can be asked for: the marker and some text on both sides of it.</summary>
    public const int Least = 1_000;

    const int Marker = 60;

    /// <summary>The text itself, or its first 60 % and last 40 % of <paramref name="most"/> UTF-16 units with a line between them that says
    /// how much was left out. Cuts move to a line break where one is within a twentieth of <paramref name="most"/>, and never part a
    /// surrogate pair.</summary>
    public static string Of(string text, int most)
    {
        if (text.Length <= most) return text;
        var head = (most - Marker) * 6 / 10;
        var tail = text.Length - (most - Marker - head);
        var near = most / 20;
        var lineEnd = text.LastIndexOf('\n', head - 1, near);
        var end = lineEnd >= 0 ? lineEnd : head;
        var lineStart = text.IndexOf('\n', tail, near);
        var begin = lineStart >= 0 ? lineStart + 1 : tail;
        if (char.IsLowSurrogate(text[end])) end--;
        if (begin < text.Length && char.IsLowSurrogate(text[begin])) begin++;
        return string.Create(CultureInfo.InvariantCulture, $"{text[..end]}\n[… {begin - end:N0} characters left out …]\n{text[begin..]}");
    }
}
