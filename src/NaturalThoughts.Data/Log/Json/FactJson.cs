using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NaturalThoughts.Core.Facts;

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

    static readonly JsonTypeInfo<Fact> Contract = MakeContract();

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
    /// <exception cref="JsonException">The line is no fact: broken JSON, an unknown kind or member, a member missing.</exception>
    public static Fact Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Contract) ?? throw new JsonException("A fact is an object, not null.");
        }
        catch (NotSupportedException e)
        {
            throw new JsonException("A fact says first of which kind it is.", e); // how the serialiser puts an absent discriminator
        }
    }

    static JsonTypeInfo<Fact> MakeContract()
    {
        var options = new JsonSerializerOptions(FactJsonContext.Default.Options)
        {
            TypeInfoResolver = FactJsonContext.Default.WithAddedModifier(DeclareKinds).WithAddedModifier(RequireCollections),
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

    // Generated readers leave an absent collection uninitialised instead of empty; lines always have them.
    static void RequireCollections(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.PropertyType.Namespace == typeof(ImmutableArray).Namespace)
                property.IsRequired = true;
    }
}
