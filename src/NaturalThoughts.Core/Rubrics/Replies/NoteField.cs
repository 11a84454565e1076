using System.Text.Json;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>A text that lets the model think before its verdict; nothing is read from it.</summary>
/// <param name="name">Its name, before the verdict's in ordinal order.</param>
/// <param name="what">What to write, for the form.</param>
sealed class NoteField(string name, string what) : ReplyField(name)
{
    public override bool Optional => true;

    public override string Placeholder => $"\"<{what}>\"";

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type", "string");

    public override FieldReading Read(LooseValue value) => default;
}
