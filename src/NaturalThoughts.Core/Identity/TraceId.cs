using System.Globalization;

namespace NaturalThoughts.Core.Identity;

/// <summary>Names one response: the question, the digest of what was asked of the model, and the sample number.</summary>
[GenerateSerializer, Immutable, Alias("nt.TraceId")]
public readonly record struct TraceId([property: Id(0)] UInt128 Value) : IComparable<TraceId>
{
    /// <summary>The id of a response. Where it was generated is no part of it.</summary>
    public static TraceId Of(QuestionId question, Digest request, int sample) =>
        new(Digest.Of("trace", question.ToString(), request.ToString(), sample.ToString(CultureInfo.InvariantCulture)).Value);

    /// <summary>Reads 32 hex digits; false when the text is anything else.</summary>
    public static bool TryParse(string? text, out TraceId id)
    {
        var parsed = Digest.TryParse(text, out var digest);
        id = new(digest.Value);
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(TraceId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => new Digest(Value).ToString();
}
