namespace NaturalThoughts.Core.Annotations;

/// <summary>Writes out what a cue's braces stand for.</summary>
public static class CuePhrases
{
    /// <summary>All phrases of a cue; braces may be nested.</summary>
    public static IEnumerable<string> Expand(string cue)
    {
        var open = cue.IndexOf('{');
        if (open < 0) return [string.Join(' ', cue.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        var (close, choices) = Choices(cue, open);
        return choices.SelectMany(choice => Expand(cue[..open] + choice + cue[(close + 1)..])).Distinct();
    }

    static (int Close, List<string> Choices) Choices(string cue, int open)
    {
        var (depth, start) = (0, open + 1);
        var choices = new List<string>();
        for (var i = open; i < cue.Length; i++)
        {
            if (cue[i] is '{') depth++;
            var ends = cue[i] is '}' && --depth == 0;
            if (!ends && !(cue[i] is '|' && depth == 1)) continue;
            choices.Add(cue[start..i]);
            start = i + 1;
            if (ends) return (i, choices);
        }

        throw new FormatException($"A brace of the cue “{cue}” is not closed.");
    }
}
