using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>Finds “name: value” in prose.</summary>
static class Labels
{
    static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    /// <summary>What the last line says that names a field and gives it a value; null when none does.</summary>
    public static FieldReading? Find(ReplyField field, string text)
    {
        foreach (var name in (string[])[field.Name, .. field.Aliases])
        {
            // A word of its own, maybe bold or quoted, a colon or an equals sign, the value up to the end of its line or member.
            var words = Regex.Escape(name).Replace("_", "[_ ]", StringComparison.Ordinal);
            var label = new Regex($$"""(?<![\p{L}\p{N}_]){{words}}["'*_`”’]*[ \t]*[:=：][ \t]*(?<value>[^\n,}{\[\]]+)""",
                RegexOptions.IgnoreCase | RegexOptions.RightToLeft | RegexOptions.CultureInvariant, Long);
            if (label.Match(text) is not { Success: true } match) continue;
            return field.Read(new LooseText(match.Groups["value"].Value.Trim().Trim('*', '`', '"', '\'', '“', '”', '.', ' '), true));
        }

        return null;
    }
}
