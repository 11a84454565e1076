using System.Collections.Immutable;
using System.Reflection;

namespace NaturalThoughts.Core.Annotations.Languages;

/// <summary>Words that every text of a language holds, for scripts that languages share.</summary>
/// <param name="Names">The languages, ISO 639-1.</param>
/// <param name="Words">Ordinals of the languages that have a word.</param>
sealed record FunctionWords(ImmutableArray<string> Names, Dictionary<string, int[]> Words)
{
    static readonly Dictionary<Script, FunctionWords> ByScript = Read();

    /// <summary>The table as it stands in its file: a line for each language with script, code and words.</summary>
    public static string Table => field ??= ReadTable();

    /// <summary>The languages of a script; none where no list is kept.</summary>
    public static FunctionWords Of(Script script) => ByScript.GetValueOrDefault(script) ?? new([], []);

    static Dictionary<Script, FunctionWords> Read() => Table.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .GroupBy(line => Enum.Parse<Script>(line[0]))
        .ToDictionary(lines => lines.Key, lines => Of([.. lines]));

    static FunctionWords Of(ImmutableArray<string[]> lines) => new(
        [.. lines.Select(line => line[1])],
        lines.SelectMany((line, language) => line.Skip(2).Distinct().Select(word => (word, language)))
            .GroupBy(pair => pair.word, pair => pair.language, StringComparer.Ordinal)
            .ToDictionary(pairs => pairs.Key, pairs => pairs.ToArray(), StringComparer.Ordinal));

    static string ReadTable()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("NaturalThoughts.Core.Languages.function-words.txt")
            ?? throw new InvalidOperationException("The function words are not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
