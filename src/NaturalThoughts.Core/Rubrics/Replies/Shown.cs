namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>Pieces of a reply as messages show them.</summary>
static class Shown
{
    const int Longest = 60;

    /// <summary>A value in a few words.</summary>
    public static string Of(LooseValue value) => value switch
    {
        LooseObject => "an object",
        LooseList => "a list",
        _ => Of(((LooseText)value).Text),
    };

    /// <summary>A text in quotes, on one line, cut where it is long.</summary>
    public static string Of(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Longest) return $"“{line}”";
        var end = char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest;
        return $"“{line[..end]}…”";
    }
}
