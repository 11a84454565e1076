using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Data.Log.Json;

/// <summary>
/// A fact as one line of JSON: member <c>fact</c> first (<c>intake</c>, <c>response</c>, <c>attempt</c>, <c>annotation</c>, <c>seal</c>, …),
/// members in snake case, ids as 32 hex digits, nulls left out. The same fact gives the same bytes everywhere.
/// </summary>
/// <remarks>
/// Lossless with these exceptions, all of things JSON cannot say: a lone surrogate becomes U+FFFD, and a
/// <c>default</c> feature value reads back as <see cref="Core.Features.FeatureValue.Null"/>.
/// </remarks>
public static class FactJson
{
    const int FirstBuffer = 64 << 10;
    const int LargestBuffer = 1 << 20;

    [ThreadStatic]
    static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    static ArrayBufferWriter<byte>? t_shortened;

    // The encoder is for names (of labels, of columns); text is escaped by TextConverter.
    static readonly JsonWriterOptions WriterOptions = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    static readonly JsonDerivedType[] Kinds =
    [
        new(typeof(IntakeFact), "intake"),
        new(typeof(ResponseFact), "response"),
        new(typeof(AttemptFact), "attempt"),
        new(typeof(AnnotationFact), "annotation"),
        new(typeof(SealFact), "seal"),
        new(typeof(ReopenFact), "reopen"),
        new(typeof(RemovalFact), "removal"),
        new(typeof(EmbeddingFact), "embedding"),
    ];

    static readonly JsonTypeInfo<Fact> Contract = MakeContract(_ => { });
    static readonly JsonTypeInfo<Fact> WithoutTexts = MakeContract(PassOverTexts);

    /// <summary>Writes a fact as one line, without the line feed.</summary>
    public static void Write(Fact fact, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        JsonSerializer.Serialize(writer, fact, Contract);
    }

    /// <summary>Writes a fact as one line, without the line feed.</summary>
    public static byte[] Write(Fact fact)
    {
        // Each thread's is used again: one that begins small is copied again and again while a response grows into it.
        var buffer = t_buffer is { Capacity: <= LargestBuffer } kept ? kept : t_buffer = new(FirstBuffer);
        buffer.ResetWrittenCount();
        Write(fact, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A fact's kind, as its member <c>fact</c> says it.</summary>
    public static string KindOf(Fact fact) => Kinds.First(kind => kind.DerivedType == fact.GetType()).TypeDiscriminator!.ToString()!;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="texts">False: a response comes without content and reasoning, an embedding without its vector, and annotations may come
    /// without values and evidence. These are passed over then, so that no memory is taken for what is let go of at once.</param>
    /// <exception cref="JsonException">The line is no fact: broken JSON, an unknown kind or member, a member missing.</exception>
    public static Fact Read(ReadOnlySpan<byte> line, bool texts = true)
    {
        try
        {
            if (!texts && BareAnnotation.TryRead(line) is { } annotation) return annotation;
            var buffer = texts ? null : t_shortened ??= new();
            if (buffer is not null && BareResponse.TryShorten(line, buffer)) line = buffer.WrittenSpan;
            return JsonSerializer.Deserialize(line, texts ? Contract : WithoutTexts) ?? throw new JsonException("A fact is an object, not null.");
        }
        catch (NotSupportedException e)
        {
            throw new JsonException("A fact says first of which kind it is.", e); // how the serialiser puts an absent discriminator
        }
    }

    static JsonTypeInfo<Fact> MakeContract(Action<JsonTypeInfo> change)
    {
        var options = new JsonSerializerOptions(FactJsonContext.Default.Options)
        {
            TypeInfoResolver = FactJsonContext.Default.WithAddedModifier(DeclareKinds).WithAddedModifier(RequireCollections)
                .WithAddedModifier(change),
        };
        options.MakeReadOnly();
        return (JsonTypeInfo<Fact>)options.GetTypeInfo(typeof(Fact));
    }

    static void DeclareKinds(JsonTypeInfo type)
    {
        if (type.Type != typeof(Fact)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "fact" };
        foreach (var kind in Kinds) type.PolymorphismOptions.DerivedTypes.Add(kind);
    }

    static void PassOverTexts(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (type.Type == typeof(Response) && (property.Name is "content" or "reasoning")) property.CustomConverter = new NoText();
            else if (type.Type == typeof(EmbeddingFact) && property.Name == "vector") property.CustomConverter = new NoVector();
    }

    // Generated readers leave an absent collection uninitialised instead of empty; lines always have them.
    static void RequireCollections(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.PropertyType.Namespace == typeof(ImmutableArray).Namespace)
                property.IsRequired = true;
    }

    sealed class NoText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? null : throw new JsonException("A text is a string.");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    sealed class NoVector : JsonConverter<ImmutableArray<short>>
    {
        public override ImmutableArray<short> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? [] : throw new JsonException("A vector is Base64.");

        public override void Write(Utf8JsonWriter writer, ImmutableArray<short> value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}
