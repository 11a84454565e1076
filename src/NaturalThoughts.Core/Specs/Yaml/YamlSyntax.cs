using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Specs.Yaml;

/// <summary>Says in a spec author's words what the YAML parser could not read.</summary>
static class YamlSyntax
{
    /// <summary>One problem at the place where it can be mended.</summary>
    public static Problem Explain(string yaml, string file, string message, Place at)
    {
        var lines = yaml.ReplaceLineEndings("\n").Split('\n');
        if (IndentingTab(lines, message, at) is { } tab)
            return new("A tab indents this line.", file, tab.Line, tab.Column, "spaces", "Replace the tab by spaces.");
        return new($"This is not valid YAML: {LowerFirst(message.TrimEnd('.'))}.", file, at.Line, at.Column, Fix: Fix(message, lines, at));
    }

    // The parser names the line before the one with the tab, or the start of the map that holds it.
    static Place? IndentingTab(string[] lines, string message, Place at)
    {
        var last = message.Contains(" tab ", StringComparison.Ordinal) ? lines.Length : at.Line;
        for (var line = at.Line; line <= last && line <= lines.Length; line++)
        {
            var text = lines[line - 1];
            var tab = text.IndexOf('\t');
            if (tab >= 0 && string.IsNullOrWhiteSpace(text[..tab])) return new(line, tab + 1);
        }

        return null;
    }

    static string Fix(string message, string[] lines, Place at)
    {
        if (message.Contains("incompatible", StringComparison.Ordinal))
            return "Remove the line that starts with %YAML.";
        if (message.Contains("cannot start any token", StringComparison.Ordinal))
            return "Put a value that starts with @, ` or % in quotes.";
        if (message.Contains("invalid mapping", StringComparison.Ordinal))
            return "Put a text that holds `: ` in quotes, and give keys of one map the same indentation.";
        if (message.Contains("quoted scalar", StringComparison.Ordinal))
            return "Close the quotes; inside double quotes write a backslash as \\\\.";
        if (message.Contains("flow", StringComparison.Ordinal) || message.Contains("[ ]", StringComparison.Ordinal))
            return "Close the [ or {, and put a text that holds a comma, a bracket or a colon in quotes.";
        if (at.Line <= lines.Length && lines[at.Line - 1].Contains('"'))
            return "Put a value that begins with a double quote in single quotes, and give keys of one map the same indentation.";
        return "Write `key: value` with a space after the colon, and give keys of one map the same indentation.";
    }

    static string LowerFirst(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
