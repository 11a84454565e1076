using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>Names to choose from, found by what a model makes of them.</summary>
/// <param name="options">The names.</param>
sealed class Choices(ImmutableArray<string> options)
{
    static readonly string[] Asides = [" (", ": ", " - ", " – ", " — "];

    /// <summary>Other words for a name, folded; exact ones only.</summary>
    public ImmutableDictionary<string, string> Synonyms { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Writes their schema.</summary>
    public void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "string");
        writer.WriteStartArray("enum");
        foreach (var option in options) writer.WriteStringValue(option);
        writer.WriteEndArray();
    }

    /// <summary>The name meant, or null: the same letters and digits, a synonym, one before an aside (“Science (Physics)”), or a slip
    /// of the pen. A longer name that holds one (“Computer Science”) means something else.</summary>
    public string? Find(string said) => Named(said) ?? (Head(said) is { } head ? Named(head) : null) ?? Folded.Nearest(said, options);

    /// <summary>The names, for messages.</summary>
    public override string ToString() => string.Join(", ", options);

    string? Named(string said)
    {
        var folded = Folded.Of(said);
        return options.FirstOrDefault(option => Folded.Of(option) == folded) ?? Synonyms.GetValueOrDefault(folded);
    }

    static string? Head(string said)
    {
        var end = Asides.Select(aside => said.IndexOf(aside, StringComparison.Ordinal)).Where(at => at > 0).DefaultIfEmpty(-1).Min();
        return end < 0 ? null : said[..end];
    }
}
