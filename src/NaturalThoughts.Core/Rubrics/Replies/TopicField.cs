using System.Text.Json;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>A few words of the model's own, in lower case, so that a topic has few spellings.</summary>
sealed class TopicField(string name) : ReplyField(name)
{
    const int Longest = 100;

    public override string Placeholder => "\"<one to four words>\"";

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type", "string");

    public override FieldReading Read(LooseValue value)
    {
        if (value is not LooseText { Text: var said }) return new($"is {Shown.Of(value)}, not a few words");
        if (!value.Closed) return new("breaks off");
        var words = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.', ',').ToLowerInvariant();
        return words.Any(char.IsLetter) && words.Length <= Longest ? new(Text: words) : new($"is {Shown.Of(said)}, not a few words");
    }
}
