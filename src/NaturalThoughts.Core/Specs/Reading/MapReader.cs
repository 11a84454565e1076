using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads the keys of one map; what it cannot use it reports, and goes on.</summary>
/// <param name="reading">Where problems go.</param>
/// <param name="map">The map.</param>
/// <param name="path">Its path in the file, empty for the root: <c>selections[0]</c>.</param>
/// <param name="shape">The keys it may have.</param>
sealed class MapReader(SpecReading reading, YamlMap map, string path, SpecShape shape)
{
    readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Where problems go.</summary>
    public SpecReading Reading => reading;

    /// <summary>The path in the file.</summary>
    public string Path => path;

    /// <summary>Where the map starts.</summary>
    public Place At => map.At;

    /// <summary>Whether a key is there, with or without a good value.</summary>
    public bool Has(string key) => Entry(key) is not null;

    /// <summary>Where a key's value stands, or the map when it has none.</summary>
    public Place PlaceOf(string key) => Entry(key)?.Value.At ?? At;

    /// <summary>A key's path.</summary>
    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>A key's value; null when the key is absent or, with a problem, empty.</summary>
    public YamlNode? Take(string key)
    {
        if (!shape.Keys.Contains(key)) throw new InvalidOperationException($"The shape {shape.Name} has no key {key}.");
        _taken.Add(key);
        if (Entry(key) is not { } entry) return null;
        if (entry.Value is YamlRefused) return null;
        if (entry.Value is not YamlScalar { IsNull: true }) return entry.Value;
        reading.Report(entry.Key.At, $"`{PathOf(key)}` has no value.", fix: "Give it one or remove the line.");
        return null;
    }

    /// <summary>Reports a value of the wrong kind.</summary>
    public void Mismatch(string key, YamlNode value, string expected, string? fix = null)
    {
        if (value is YamlRefused) return;
        reading.Report(value.At, $"`{PathOf(key)}` is {Shown(value)}.", expected, fix ?? Quoting(value, expected));
    }

    /// <summary>Reports a key that must be there and is not.</summary>
    public void Require(string key, string fix)
    {
        if (Lacks(key)) reading.Report(At, path.Length == 0 ? $"`{key}` is missing." : $"`{key}` is missing in `{path}`.", fix: fix);
    }

    /// <summary>Whether a key is absent and no reported key can have been meant for it.</summary>
    public bool Lacks(string key) =>
        !Has(key) && !Unknown().Any(other =>
            other.Value is YamlRefused || Suggestion(other.Key.Text)?.Contains($"`{key}`", StringComparison.Ordinal) is true);

    /// <summary>Reports the keys this map should not have. Every key of the shape must have been taken.</summary>
    public void Finish()
    {
        if (shape.Keys.FirstOrDefault(key => !_taken.Contains(key)) is { } forgotten)
            throw new InvalidOperationException($"Nothing reads the key {forgotten} of {shape.Name}.");
        foreach (var entry in Unknown().Where(entry => entry.Value is not YamlRefused))
            Refuse(entry.Key);
    }

    void Refuse(YamlScalar key)
    {
        var fix = Suggestion(key.Text)
            ?? (key.Text.AsSpan().IndexOfAny("(),\"'= ") >= 0
                ? "Put an expression in single quotes: inside { } and [ ] a comma ends a value." : null)
            ?? "Remove it.";
        reading.Report(key.At, $"`{Cut(key.Text)}` is no key of {(path.Length == 0 ? "the file" : $"`{path}`")}.", OneOf(shape.Keys), fix);
    }

    IEnumerable<YamlEntry> Unknown() => map.Entries.Where(entry => !shape.Keys.Contains(entry.Key.Text));

    string? Suggestion(string unknown) => shape.Strangers.GetValueOrDefault(unknown) ?? reading.DidYouMean(unknown, shape.Keys);

    YamlEntry? Entry(string key) => map.Entries.FirstOrDefault(entry => entry.Key.Text == key);

    /// <summary>The value's kind, and the value itself where it is short enough to help.</summary>
    public static string Shown(YamlNode value) => value is YamlScalar { IsNull: false } scalar
        ? $"{YamlKind.Of(value)}, `{Cut(scalar.Text)}`"
        : YamlKind.Of(value);

    /// <summary>“one of a, b, c”; of many the first 20.</summary>
    public static string OneOf(IEnumerable<string> names)
    {
        var shown = names.Take(21).Select(Cut).ToList();
        if (shown.Count > 20) shown[20] = "…";
        return shown.Count == 1 ? $"`{shown[0]}`" : $"one of {string.Join(", ", shown)}";
    }

    /// <summary>The first line of a text, at most 60 characters of it.</summary>
    public static string Cut(string text)
    {
        var line = text.ReplaceLineEndings("\n").Split('\n')[0];
        return line.Length == text.Length && line.Length <= 60 ? line : $"{line[..Math.Min(60, line.Length)]}…";
    }

    static string? Quoting(YamlNode value, string expected) => value switch
    {
        YamlMap or YamlList when expected.Contains("text", StringComparison.Ordinal) => "Put a text that starts with `{` or `[` in quotes.",
        YamlScalar { Plain: false } scalar when YamlKind.TryNumber(scalar with { Style = YamlDotNet.Core.ScalarStyle.Plain }, out _) =>
            "Remove the quotes.",
        _ => null,
    };
}
