using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Requests;

/// <summary>What is asked of a model that embeds, whatever the question: the model, how a question is put to it, and further
/// fields.</summary>
public sealed class EmbeddingRequest
{
    const string Placeholder = "{question}";
    const string Suffix = " (embeddings)";

    readonly EmbeddingModelSpec _model;
    readonly string? _extra;

    /// <summary>The request of a spec's model.</summary>
    /// <exception cref="ArgumentException"><see cref="EmbeddingModelSpec.Extra"/> has problems (see
    /// <see cref="ExtraFields.Check"/>).</exception>
    public EmbeddingRequest(EmbeddingModelSpec model)
    {
        (_model, _extra) = (model, ExtraFields.Canonical(model.Extra));
        Digest = Digest.Of("embedding", model.Model, model.Prompt, _extra ?? "");
    }

    /// <summary>The name servers know the model by.</summary>
    public string Model => _model.Model;

    /// <summary>The name under which places for it are counted: a server that chats with a model of this name need not embed with
    /// it.</summary>
    public string Line => LineOf(Model);

    /// <summary>Names the request. With a question's id it names what was asked about that question.</summary>
    public Digest Digest { get; }

    /// <summary>The <see cref="Line"/> of a model.</summary>
    public static string LineOf(string model) => model + Suffix;

    /// <summary>The model of a line, of this kind or a chatting model's own name.</summary>
    public static string ModelOf(string line) => IsLine(line) ? line[..^Suffix.Length] : line;

    /// <summary>Whether a line is that of a model that embeds.</summary>
    public static bool IsLine(string line) => line.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>A question as the model gets it.</summary>
    public string Render(string question) => _model.Prompt.Replace(Placeholder, question, StringComparison.Ordinal);

    /// <summary>Writes the body of a call of <c>/embeddings</c>.</summary>
    /// <param name="writer">Gets one JSON object.</param>
    /// <param name="inputs">The questions.</param>
    public void WriteJson(Utf8JsonWriter writer, ImmutableArray<EmbeddingInput> inputs)
    {
        writer.WriteStartObject();
        writer.WriteString("model", Model);
        writer.WriteStartArray("input");
        foreach (var input in inputs) writer.WriteStringValue(Render(input.Text));
        writer.WriteEndArray();
        writer.WriteString("encoding_format", "float");
        if (_extra is not null)
        {
            using var document = JsonDocument.Parse(_extra);
            foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

/// <summary>A question to embed.</summary>
/// <param name="Question">Its id.</param>
/// <param name="Text">Its text.</param>
[GenerateSerializer, Immutable, Alias("nt.EmbeddingInput")]
public readonly record struct EmbeddingInput([property: Id(0)] QuestionId Question, [property: Id(1)] string Text);
