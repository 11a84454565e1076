using YamlDotNet.Core;

namespace NaturalThoughts.Core.Specs.Yaml;

/// <summary>Where in the file each character of a scalar's text stands, through quotes, escapes, folded lines and block
/// indentation.</summary>
static class TextPlaces
{
    /// <summary>The place of the character at <paramref name="offset"/> of the text; one past the end stands after the last
    /// character.</summary>
    public static Place Of(string yaml, YamlScalar scalar, int offset)
    {
        var raw = Begin(yaml, scalar);
        var last = raw;
        for (var i = 0; i < scalar.Text.Length && i <= offset; i++)
        {
            var (start, end) = Find(yaml, raw, scalar.Text[i], scalar.Style);
            if (start < 0) continue;
            (last, raw) = (start, end);
        }

        return PlaceOf(yaml, offset >= scalar.Text.Length && scalar.Text.Length > 0 ? raw : last);
    }

    static int Begin(string yaml, YamlScalar scalar)
    {
        if (scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted) return scalar.Start + 1;
        if (scalar.Plain) return scalar.Start;
        var newline = yaml.IndexOf('\n', Math.Min(scalar.Start, yaml.Length));
        return newline < 0 ? yaml.Length : newline + 1;
    }

    /// <summary>From <paramref name="raw"/> on, where the character is written; (-1, …) for white space that folding made.</summary>
    static (int Start, int End) Find(string yaml, int raw, char wanted, ScalarStyle style)
    {
        var folded = char.IsWhiteSpace(wanted);
        for (var i = raw; i < yaml.Length; i++)
        {
            if (style is ScalarStyle.DoubleQuoted && yaml[i] == '\\' && i + 1 < yaml.Length && yaml[i + 1] is not ('\r' or '\n'))
                return (i, Math.Min(yaml.Length, i + EscapeLength(yaml[i + 1])));
            if (yaml[i] == wanted) return (i, style is ScalarStyle.SingleQuoted && wanted == '\'' ? i + 2 : i + 1);
            if (folded && !char.IsWhiteSpace(yaml[i])) return (-1, i);
        }

        return (-1, yaml.Length);
    }

    static int EscapeLength(char kind) => kind switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };

    static Place PlaceOf(string yaml, int index)
    {
        var before = yaml.AsSpan(0, Math.Min(index, yaml.Length));
        return new(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
