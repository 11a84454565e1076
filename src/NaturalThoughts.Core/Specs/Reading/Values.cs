using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>The kinds of values a spec has. Each reads one key of a map; null means absent, or reported.</summary>
static class Values
{
    /// <summary>A text; control characters other than line breaks and tabs are refused.</summary>
    public static string? Text(this MapReader map, string key, string expected = "a text") =>
        Text(map, key, map.Take(key), expected) is { } scalar ? scalar.Text : null;

    /// <summary>A text of at least one character and one line: a path, a name, a column.</summary>
    public static string? Line(this MapReader map, string key, string expected) => Line(map, key, map.Take(key), expected);

    /// <summary>Such a text in a value already taken.</summary>
    public static string? Line(this MapReader map, string key, YamlNode? value, string expected)
    {
        if (Text(map, key, value, expected) is not { } scalar) return null;
        if (scalar.Text.Trim().Length > 0 && !scalar.Text.Any(char.IsControl)) return scalar.Text;
        var what = scalar.Text.Trim().Length == 0 ? "is empty" : "has several lines";
        map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` {what}.", expected);
        return null;
    }

    /// <summary>The name of a run, model, selection or dataset.</summary>
    public static string? Name(this MapReader map, string key)
    {
        if (Text(map, key, map.Take(key), "a name") is not { } scalar) return null;
        CheckName(map.Reading, scalar, $"`{map.PathOf(key)}`");
        return scalar.Text;
    }

    /// <summary>Reports a text that cannot be a name.</summary>
    public static void CheckName(SpecReading reading, YamlScalar scalar, string what)
    {
        if (SpecNames.IsName(scalar.Text)) return;
        reading.Report(scalar.At, $"{what} cannot be `{MapReader.Cut(scalar.Text)}`.",
            "a letter or digit, then up to 99 letters, digits, dots, dashes and underscores");
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static decimal? Whole(this MapReader map, string key, decimal least, decimal most)
    {
        if (map.Take(key) is not { } value) return null;
        if (YamlKind.TryWhole(value, out var number) && number >= least && number <= most) return number;
        var tooLarge = YamlKind.TryNumber(value, out var real) && real >= (double)most;
        var bounds = tooLarge || most < int.MaxValue ? $" from {least} to {most}" : least < 0 ? "" : $" of at least {least}";
        map.Mismatch(key, value, $"a whole number{bounds}");
        return null;
    }

    /// <summary>A number that passes <paramref name="fits"/>.</summary>
    public static double? Number(this MapReader map, string key, Func<double, bool> fits, string expected)
    {
        if (map.Take(key) is not { } value) return null;
        if (YamlKind.TryNumber(value, out var number) && fits(number)) return number;
        map.Mismatch(key, value, expected);
        return null;
    }

    /// <summary>A share, <c>0.01</c> or <c>1%</c>.</summary>
    public static double? Share(this MapReader map, string key, Func<double, bool> fits, string expected) =>
        map.Take(key) is { } value ? Share(map, key, value, fits, expected) : null;

    /// <summary>A share in a value already taken.</summary>
    public static double? Share(this MapReader map, string key, YamlNode value, Func<double, bool> fits, string expected)
    {
        // YAML reads `1%` as a text, so quotes around it change nothing.
        var shares = value is YamlScalar scalar && (scalar.Plain || scalar.Text.EndsWith('%')) ? scalar.Text : "";
        if (YamlKind.TryShare(shares, out var share) && fits(share)) return share;
        map.Mismatch(key, value, expected);
        return null;
    }

    /// <summary>One of some names.</summary>
    public static string? Choice(this MapReader map, string key, ImmutableArray<string> names)
    {
        if (Text(map, key, map.Take(key), MapReader.OneOf(names)) is not { } scalar) return null;
        if (names.Contains(scalar.Text)) return scalar.Text;
        map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` cannot be `{MapReader.Cut(scalar.Text)}`.", MapReader.OneOf(names),
            map.Reading.DidYouMean(scalar.Text, names));
        return null;
    }

    /// <summary>An expression of the recipe language.</summary>
    public static string? Expression(this MapReader map, string key, FeatureKind kind)
    {
        if (Text(map, key, map.Take(key), "an expression as text") is not { } scalar) return null;
        if (scalar.Text.Trim().Length > 0) return map.Reading.Expression(scalar, kind);
        map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` is empty.", "an expression as text");
        return null;
    }

    /// <summary>A map with known keys.</summary>
    public static MapReader? Map(this MapReader map, string key, SpecShape shape, string example) =>
        map.Take(key) is { } value ? Map(map, key, value, shape, example) : null;

    /// <summary>A map in a value already taken.</summary>
    public static MapReader? Map(this MapReader map, string key, YamlNode value, SpecShape shape, string example)
    {
        if (value is YamlMap inner) return new(map.Reading, inner, map.PathOf(key), shape);
        map.Mismatch(key, value, "a map", $"Write `{example}`.");
        return null;
    }

    /// <summary>A list; empty when absent or reported.</summary>
    public static IEnumerable<(string Key, YamlNode Node)> List(this MapReader map, string key, string example)
    {
        if (map.Take(key) is not { } value) return [];
        if (value is YamlList list) return Items(key, list);
        map.Mismatch(key, value, "a list", $"Write `{example}`.");
        return [];
    }

    /// <summary>A list's items with the keys messages name them by.</summary>
    public static IEnumerable<(string Key, YamlNode Node)> Items(string key, YamlList list) =>
        list.Items.Select((item, index) => ($"{key}[{index}]", item));

    /// <summary>The value as a text; reported when it is none.</summary>
    public static YamlScalar? Text(this MapReader map, string key, YamlNode? value, string expected)
    {
        if (value is null) return null;
        if (value is not YamlScalar { IsNull: false } scalar)
        {
            map.Mismatch(key, value, expected);
            return null;
        }

        if (IsWellFormed(scalar.Text)) return scalar;
        map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` holds a control character or half a character.", "text that can be printed",
            "Remove it.");
        return null;
    }

    static bool IsUnprintable(char character) => char.IsControl(character) && character is not ('\n' or '\r' or '\t');

    static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsUnprintable(text[i])) return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text, i)) return false;
            i++;
        }

        return true;
    }
}
