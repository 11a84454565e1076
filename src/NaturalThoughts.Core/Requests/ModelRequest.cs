using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Requests;

/// <summary>What is asked of a model about one question: rendered messages and sampling parameters, named by their digest.</summary>
public sealed class ModelRequest
{
    const string Placeholder = "{question}";

    ModelRequest(ModelSpec model, QuestionId question, ImmutableArray<ChatMessage> messages, ModelRole role)
    {
        Model = model.Model;
        Role = role;
        Question = question;
        Messages = messages;
        Temperature = model.Temperature;
        TopP = model.TopP;
        MaxTokens = model.MaxTokens;
        Seed = model.Seed;
        Extra = ExtraFields.Canonical(model.Extra);
        Digest = DigestOf(model, question);
    }

    ModelRequest(ModelRequest original, int maxTokens)
    {
        (Model, Role, Question, Messages) = (original.Model, original.Role, original.Question, original.Messages);
        (Temperature, TopP, Seed, Extra, Digest) = (original.Temperature, original.TopP, original.Seed, original.Extra, original.Digest);
        MaxTokens = maxTokens;
    }

    /// <summary>The name servers know the model by.</summary>
    public string Model { get; }

    /// <summary>In which role it is asked; no part of the digest.</summary>
    public ModelRole Role { get; }

    /// <summary>The question asked about.</summary>
    public QuestionId Question { get; }

    /// <summary>The system message, where there is one, and the user's.</summary>
    public ImmutableArray<ChatMessage> Messages { get; }

    /// <summary>Sampling temperature.</summary>
    public double? Temperature { get; }

    /// <summary>Nucleus sampling.</summary>
    public double? TopP { get; }

    /// <summary>Most tokens of a response.</summary>
    public int? MaxTokens { get; }

    /// <summary>Seed of sample 0; sample s is sent this plus s.</summary>
    public long? Seed { get; }

    /// <summary>Further body fields, as canonical JSON.</summary>
    public string? Extra { get; }

    /// <summary>Names the request: model, messages and sampling parameters; not the endpoint, not the sample, not the spec's own name of
    /// the model. The question stands in it by its id: a row that asks it with other white space makes no other request.</summary>
    public Digest Digest { get; }

    /// <summary>The request a spec makes of a question.</summary>
    /// <exception cref="ArgumentException"><see cref="ModelSpec.Extra"/> has problems (see <see cref="ExtraFields.Check"/>).</exception>
    public static ModelRequest Of(ModelSpec model, Question question, ModelRole role = ModelRole.Teacher)
    {
        var user = new ChatMessage("user", Render(model, question.Text));
        return new(model, question.Id, model.System is { } system ? [new("system", system), user] : [user], role);
    }

    /// <summary>The <see cref="Digest"/> of the request a spec makes of a question.</summary>
    /// <exception cref="ArgumentException"><see cref="ModelSpec.Extra"/> has problems.</exception>
    public static Digest DigestOf(ModelSpec model, QuestionId question) => Digest.Of(
    [
        "request",
        model.Model,
        model.System is null ? "" : "system",
        model.System ?? "",
        Render(model, question.ToString()),
        Text(model.Temperature),
        Text(model.TopP),
        Text(model.MaxTokens),
        Text(model.Seed),
        ExtraFields.Canonical(model.Extra) ?? "",
    ]);

    /// <summary>The same request with another token limit. It keeps its digest: what comes back still answers the request that was cut
    /// short.</summary>
    public ModelRequest WithMaxTokens(int maxTokens) => new(this, maxTokens);

    /// <summary>Writes the body of a streamed call of <c>/chat/completions</c>.</summary>
    /// <param name="writer">Gets one JSON object.</param>
    /// <param name="sample">0-based sample number.</param>
    public void WriteJson(Utf8JsonWriter writer, int sample)
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
        WriteExtra(writer);
        writer.WriteBoolean("stream", true);
        writer.WriteStartObject("stream_options");
        writer.WriteBoolean("include_usage", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    void WriteExtra(Utf8JsonWriter writer)
    {
        if (Extra is null) return;
        using var document = JsonDocument.Parse(Extra);
        foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(writer);
    }

    static string Render(ModelSpec model, string question) => model.Prompt.Replace(Placeholder, question, StringComparison.Ordinal);

    static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
