using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>A reply of one JSON object: asked for strictly, read kindly. Of several objects in a reply the last that can be read
/// counts.</summary>
sealed class JsonForm : ReplyForm
{
    readonly ImmutableArray<ReplyField> _fields;

    public JsonForm(ImmutableArray<ReplyField> fields)
    {
        _fields = fields;
        Schema = SchemaOf(fields);
        Text = $"{{{string.Join(", ", fields.Select(field => $"\"{field.Name}\": {field.Placeholder}"))}}}";
    }

    /// <inheritdoc/>
    public override string Version => "reader@1";

    /// <inheritdoc/>
    public override string? Schema { get; }

    /// <inheritdoc/>
    public override string Text { get; }

    /// <inheritdoc/>
    public override string Again => $"Reply with one JSON object of this form and nothing else:\n{Text}";

    /// <inheritdoc/>
    protected override (ReplyValues? Values, RubricReading? Rejected) Read(Response reply, TraceText parts)
    {
        // Servers with a reasoning parser may put the whole reply into the reasoning field; a draft in reasoning cut short is no reply.
        var text = parts.Answer ?? (Cut(reply) ? null : parts.Reasoning);
        if (text is null)
        {
            return (null, RubricReading.Unreadable(parts.Reasoning is null
                ? "The reply is empty." : "The reply breaks off while the model is still reasoning."));
        }

        var attempts = LooseJson.In(text).SelectMany(value => Attempts(value, 0)).ToList();
        if (attempts.LastOrDefault(attempt => attempt.Values is not null) is { Values: { } values }) return (values, null);
        var nearest = attempts.Where(attempt => attempt.Found > 0).MaxBy(attempt => attempt.Found);
        // Prose is only taken at its word where it is the reply, whole, and nothing else is.
        var prose = nearest is null && parts.Answer is not null && !Cut(reply);
        if (prose && (Labelled(text) ?? Alone(text)) is { } said) return (said, null);
        if (nearest is null && Refusal.In(text)) return (null, RubricReading.Refused($"The model refused: {Shown.Of(text)}"));
        return (null, RubricReading.Unreadable(nearest?.Wrong
            ?? $"The reply {(Cut(reply) ? "breaks off before a" : "holds no")} JSON object with {Names()}: it reads {Shown.Of(text)}."));
    }

    // An object that says nothing may wrap the one that does: {"response": {…}}, [{…}].
    IEnumerable<Attempt> Attempts(LooseValue value, int depth)
    {
        if (depth == 0 && value is LooseList && _fields is [CountsField only])
        {
            var bare = Attempt.Of([(only, only.Read(value))], true);
            if (bare.Values is not null) return [bare];
        }

        IEnumerable<LooseValue> inside = value switch
        {
            LooseObject { Members: var members } => members.Select(member => member.Value),
            LooseList { Items: var items } => items,
            _ => [],
        };
        var nested = inside.SelectMany(item => Attempts(item, depth + 1));
        if (value is not LooseObject reply) return nested;
        var own = Attempt.Of([.. _fields.Select(field => (field, field.ReadFrom(reply)))], reply.Closed);
        return own.Values is not null ? [own] : nested.Prepend(own);
    }

    // “Verbosity: 7”, also inside JSON too broken to be read: every field by its name.
    ReplyValues? Labelled(string text) =>
        Attempt.Of([.. _fields.Select(field => (field, Labels.Find(field, text)))], true).Values;

    // The whole reply is the value of the only field that counts: “7”, “Different.”
    ReplyValues? Alone(string text)
    {
        if (_fields.Where(field => !field.Optional).ToList() is not [var only]) return null;
        return Attempt.Of([(only, only.Read(new LooseText(text.Trim('*', '`', '"', '\'', '.', ' ', '\n'), true)))], true).Values;
    }

    string Names() => string.Join(" and ", _fields.Where(field => !field.Optional).Select(field => $"`{field.Name}`"));

    static string SchemaOf(ImmutableArray<ReplyField> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "object");
            writer.WriteStartObject("properties");
            foreach (var field in fields)
            {
                writer.WriteStartObject(field.Name);
                field.WriteSchema(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteStartArray("required");
            foreach (var field in fields) writer.WriteStringValue(field.Name);
            writer.WriteEndArray();
            writer.WriteBoolean("additionalProperties", false);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return CanonicalJson.Of(document.RootElement);
    }
}
