using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Data.Log.Json;

/// <summary>An annotation's line, read for what its key rests on. Two of three facts are annotations, a shard's memory keeps nothing of
/// what they say, and the serialiser takes most of a replay to make their dictionaries and lists.</summary>
static class BareAnnotation
{
    static readonly ImmutableSortedDictionary<string, FeatureValue> NoValues =
        ImmutableSortedDictionary.Create<string, FeatureValue>(StringComparer.Ordinal);

    /// <summary>The annotation without values and evidence; null: the line is another fact's, or not as this version writes it, and the
    /// serialiser says what it is.</summary>
    /// <exception cref="JsonException">The line is not JSON, or an id is none.</exception>
    public static AnnotationFact? TryRead(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("""{"fact":"annotation","question":"""u8)) return null;
        var reader = new Utf8JsonReader(line);
        var (question, trace, request) = (default(QuestionId?), default(TraceId?), default(Digest?));
        var (annotator, values, evidence) = ("", false, false);
        for (reader.Read(); reader.Read() && reader.TokenType is JsonTokenType.PropertyName;)
        {
            var name = reader.ValueSpan;
            if (name.SequenceEqual("values"u8)) values = Passed(ref reader, JsonTokenType.StartObject);
            else if (name.SequenceEqual("evidence"u8)) evidence = Passed(ref reader, JsonTokenType.StartArray);
            else if (name.SequenceEqual("question"u8)) question = Id(ref reader) is { } id ? new(id.Value) : null;
            else if (name.SequenceEqual("trace"u8)) trace = Id(ref reader) is { } id ? new(id.Value) : null;
            else if (name.SequenceEqual("request"u8)) request = Id(ref reader);
            else if (name.SequenceEqual("annotator"u8)) annotator = Name(ref reader);
            else if (name.SequenceEqual("fact"u8)) reader.Read();
            else return null;
        }

        if (reader.TokenType is not JsonTokenType.EndObject || reader.Read()) return null;
        return question is { } about && request is { } asked && annotator.Length > 0 && values && evidence
            ? new() { Question = about, Trace = trace, Annotator = annotator, Request = asked, Values = NoValues }
            : null;
    }

    static Digest? Id(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.Null ? null : DigestConverter.Read(ref reader);
    }

    static string Name(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.String ? reader.GetString()! : "";

    static bool Passed(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        reader.Read();
        var expected = reader.TokenType == kind;
        reader.Skip();
        return expected;
    }
}
