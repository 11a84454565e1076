namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>Finds “name: value” in prose.</summary>
static class Labels
{
    /// <summary>What the last place says that names a field and gives it a value; null when none does.</summary>
    public static FieldReading? Find(ReplyField field, string text)
    {
        foreach (var name in (string[])[field.Name, .. field.Aliases])
            foreach (var spelled in (string[])[name, name.Replace('_', ' ')])
                if (Last(text, spelled) is { } value) return field.Read(new LooseText(value, true));
        return null;
    }

    static string? Last(string text, string name)
    {
        for (var end = text.Length; end > 0;)
        {
            var at = text.LastIndexOf(name, end - 1, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return null;
            if (Whole(text, at) && ValueAfter(text.AsSpan(at + name.Length)) is { } value) return value;
            end = at;
        }

        return null;
    }

    static bool Whole(string text, int at) => at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_');

    // The name may be bold or quoted; the value ends with its line or member.
    static string? ValueAfter(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart("\"'*_`”’ \t");
        if (rest.IsEmpty || rest[0] is not (':' or '=' or '：')) return null;
        rest = rest[1..];
        var end = rest.IndexOfAny("\n,{}[]");
        var value = (end < 0 ? rest : rest[..end]).Trim("*`\"'“”. \t\r");
        return value.IsEmpty ? null : value.ToString();
    }
}
