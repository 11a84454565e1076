using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Requests;

/// <summary>What is asked of a model about one question: rendered messages and sampling parameters, named by their digest.</summary>
[GenerateSerializer, Immutable, Alias("nt.ModelRequest")]
public sealed record ModelRequest
{
    const string Placeholder = "{question}";
    const string ResponseFormat = "response_format";

    /// <summary>The name servers know the model by.</summary>
    [Id(0)] public required string Model { get; init; }

    /// <summary>In which role it is asked; no part of the digest.</summary>
    [Id(1)] public required ModelRole Role { get; init; }

    /// <summary>The question asked about.</summary>
    [Id(2)] public required QuestionId Question { get; init; }

    /// <summary>The system message, where there is one, and the others.</summary>
    [Id(3)] public required ImmutableArray<ChatMessage> Messages { get; init; }

    /// <summary>Sampling temperature.</summary>
    [Id(4)] public double? Temperature { get; init; }

    /// <summary>Nucleus sampling.</summary>
    [Id(5)] public double? TopP { get; init; }

    /// <summary>Most tokens of a response. Another limit leaves the digest as it is: what comes back still answers the request that was cut
    /// short.</summary>
    [Id(6)] public int? MaxTokens { get; init; }

    /// <summary>Seed of sample 0; sample s is sent this plus s.</summary>
    [Id(7)] public long? Seed { get; init; }

    /// <summary>Further body fields, as canonical JSON.</summary>
    [Id(8)] public string? Extra { get; init; }

    /// <summary>Names the request: model, messages and sampling parameters; not the endpoint, not the sample, not the spec's own name of
    /// the model. Question and traces stand in it by their ids: a row that asks it with other white space makes no other request.</summary>
    [Id(9)] public required Digest Digest { get; init; }

    /// <summary>The judgement asked for; null for a response to the question.</summary>
    [Id(10)] public RubricCall? Rubric { get; init; }

    /// <summary>The request a spec makes of a question.</summary>
    /// <exception cref="ArgumentException"><see cref="ModelSpec.Extra"/> has problems (see <see cref="ExtraFields.Check"/>).</exception>
    public static ModelRequest Of(ModelSpec model, Question question, ModelRole role = ModelRole.Teacher) => Of(
        model, role, question.Id, [new("user", Render(model, question.Text))], DigestOf(model, question.Id));

    /// <summary>The request a spec makes of an annotator or a judge.</summary>
    /// <param name="model">The model.</param>
    /// <param name="role">In which role it is asked.</param>
    /// <param name="question">The question it is about.</param>
    /// <param name="messages">The rendered rubric; the model's system prompt is put before it.</param>
    /// <param name="digest">Names it; see <see cref="DigestOf(ModelSpec, Digest)"/>.</param>
    /// <param name="call">What is asked for.</param>
    /// <exception cref="ArgumentException"><see cref="ModelSpec.Extra"/> has problems.</exception>
    public static ModelRequest Of(
        ModelSpec model, ModelRole role, QuestionId question, ImmutableArray<ChatMessage> messages, Digest digest,
        RubricCall? call = null) => new()
        {
            Model = model.Model,
            Role = role,
            Question = question,
            Messages = model.System is { } system ? [new("system", system), .. messages] : messages,
            Temperature = model.Temperature,
            TopP = model.TopP,
            MaxTokens = model.MaxTokens,
            Seed = model.Seed,
            Extra = ExtraFields.Canonical(model.Extra),
            Digest = digest,
            Rubric = call,
        };

    /// <summary>The <see cref="Digest"/> of the request a spec makes of a question.</summary>
    /// <exception cref="ArgumentException"><see cref="ModelSpec.Extra"/> has problems.</exception>
    public static Digest DigestOf(ModelSpec model, QuestionId question) => DigestOf(model, "request", Render(model, question.ToString()));

    /// <summary>The <see cref="Digest"/> of the request a spec makes of an annotator or a judge. The model's own prompt and samples are no
    /// part of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="asked">Names the rubric and what it judges.</param>
    /// <exception cref="ArgumentException"><see cref="ModelSpec.Extra"/> has problems.</exception>
    public static Digest DigestOf(ModelSpec model, Digest asked) => DigestOf(model, "rubric-request", asked.ToString());

    /// <summary>Writes the body of a streamed call of <c>/chat/completions</c>.</summary>
    /// <param name="writer">Gets one JSON object.</param>
    /// <param name="sample">0-based sample number.</param>
    /// <param name="structured">Whether the server is asked to decode a judgement by its schema.</param>
    public void WriteJson(Utf8JsonWriter writer, int sample, bool structured = true)
    {
        writer.WriteStartObject();
        writer.WriteString("model", Model);
        writer.WriteStartArray("messages");
        foreach (var message in Messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role", message.Role);
            writer.WriteString("content", message.Content);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (Temperature is { } temperature) writer.WriteNumber("temperature", temperature);
        if (TopP is { } topP) writer.WriteNumber("top_p", topP);
        if (MaxTokens is { } maxTokens) writer.WriteNumber("max_tokens", maxTokens);
        if (Seed is { } seed) writer.WriteNumber("seed", unchecked(seed + sample));
        var formed = WriteExtra(writer);
        if (structured && !formed && Rubric is { Schema: { } schema } call) WriteFormat(writer, call.Rubric, schema);
        writer.WriteBoolean("stream", true);
        writer.WriteStartObject("stream_options");
        writer.WriteBoolean("include_usage", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <returns>Whether they say the form of the response.</returns>
    bool WriteExtra(Utf8JsonWriter writer)
    {
        if (Extra is null) return false;
        using var document = JsonDocument.Parse(Extra);
        foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(writer);
        return document.RootElement.TryGetProperty(ResponseFormat, out _);
    }

    static void WriteFormat(Utf8JsonWriter writer, string name, string schema)
    {
        writer.WriteStartObject(ResponseFormat);
        writer.WriteString("type", "json_schema");
        writer.WriteStartObject("json_schema");
        writer.WriteString("name", name);
        writer.WritePropertyName("schema");
        writer.WriteRawValue(schema);
        writer.WriteBoolean("strict", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    static Digest DigestOf(ModelSpec model, string kind, string asked) => Digest.Of(
    [
        kind,
        model.Model,
        model.System is null ? "" : "system",
        model.System ?? "",
        asked,
        Text(model.Temperature),
        Text(model.TopP),
        Text(model.MaxTokens),
        Text(model.Seed),
        ExtraFields.Canonical(model.Extra) ?? "",
    ]);

    static string Render(ModelSpec model, string question) => model.Prompt.Replace(Placeholder, question, StringComparison.Ordinal);

    static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
