using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>Names out of a list, each with how often it was seen.</summary>
sealed class CountsField(string name, ImmutableArray<string> options) : ReplyField(name)
{
    const int Most = 1_000;

    readonly Choices _options = new(options);

    public override string Placeholder => "[{\"count\": <how often, from 1>, \"name\": \"<name>\"}, …]";

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "array");
        writer.WriteStartObject("items");
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        writer.WriteStartObject("count");
        writer.WriteString("type", "integer");
        writer.WriteEndObject();
        writer.WriteStartObject("name");
        _options.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("required");
        writer.WriteStringValue("count");
        writer.WriteStringValue("name");
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteEndObject();
    }

    /// <summary>A list of objects with name and count, a list of names (each said once for each time), or an object of names and
    /// counts.</summary>
    public override FieldReading Read(LooseValue value)
    {
        if (value is LooseText { Closed: true, Text: "" or "none" or "None" }) return Counted([]);
        if (value is LooseText) return new($"is {Shown.Of(value)}, not a list");
        if (!value.Closed) return new("breaks off");
        List<(string Name, string Count)> said = [];
        if (value is LooseObject { Members: var members }) said.AddRange(members.Select(member => (member.Name, TextOf(member.Value))));
        else said.AddRange(((LooseList)value).Items.Select(Item));
        var problems = said.Select(Problem).OfType<string>().Take(3).ToList();
        return problems.Count > 0 ? new($"holds {string.Join(", ", problems)}") : Counted(said);
    }

    FieldReading Counted(IEnumerable<(string Name, string Count)> said) => new(Counts: said
        .Select(item => (Name: _options.Find(item.Name)!, Count: int.Parse(item.Count)))
        .Where(item => item.Count > 0)
        .GroupBy(item => item.Name)
        .ToImmutableSortedDictionary(group => group.Key, group => group.Sum(item => item.Count), StringComparer.Ordinal));

    string? Problem((string Name, string Count) item) =>
        _options.Find(item.Name) is null ? $"{Shown.Of(item.Name)}, which is none of {_options}"
        : !int.TryParse(item.Count, out var count) || count is < 0 or > Most ? $"the count {Shown.Of(item.Count)} of {item.Name}"
        : null;

    static (string Name, string Count) Item(LooseValue item) => item switch
    {
        LooseText { Text: var name } => (name, "1"),
        LooseObject named => (Member(named, "name", "strategy", "label") ?? "", Member(named, "count", "times", "occurrences") ?? "1"),
        _ => (Shown.Of(item), "1"),
    };

    static string? Member(LooseObject item, params ReadOnlySpan<string> names)
    {
        foreach (var (member, value) in item.Members)
            if (names.Contains(Folded.Of(member))) return TextOf(value);
        return null;
    }

    static string TextOf(LooseValue value) => value is LooseText { Text: var text } ? text : Shown.Of(value);
}
