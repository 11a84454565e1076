using System.Text.RegularExpressions;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Identity;

/// <summary>
/// Names a question by its content: the same text, up to Unicode composition (NFC) and white space, has the same id everywhere.
/// </summary>
[GenerateSerializer, Immutable, Alias("nt.QuestionId")]
public readonly partial record struct QuestionId([property: Id(0)] UInt128 Value) : IComparable<QuestionId>
{
    /// <summary>The id of a question's text.</summary>
    public static QuestionId Of(string text) => new(Digest.Of("question", Fold(text)).Value);

    /// <summary>Reads 32 hex digits; false when the text is anything else.</summary>
    public static bool TryParse(string? text, out QuestionId id)
    {
        var parsed = Digest.TryParse(text, out var digest);
        id = new(digest.Value);
        return parsed;
    }

    /// <summary>The shard that keeps this question: ids are uniform, so equal ranges of them are equal shares, and shard order is id
    /// order.</summary>
    public int Shard(int shards) => (int)(((Value >> 64) * (ulong)shards) >> 64);

    /// <inheritdoc/>
    public int CompareTo(QuestionId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => new Digest(Value).ToString();

    static string Fold(string text) => WhiteSpace().Replace(Nfc.Of(text), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
