using System.Text;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Identity;

/// <summary>
/// Names a question by its content: the same text, up to Unicode composition (NFC) and white space, has the same id everywhere.
/// </summary>
[GenerateSerializer, Immutable, Alias("nt.QuestionId")]
public readonly record struct QuestionId([property: Id(0)] UInt128 Value) : IComparable<QuestionId>
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

    // What a regex would do: white space becomes one blank, and none is left at the ends. Most texts are so already.
    static string Fold(string text)
    {
        var composed = Nfc.Of(text);
        if (IsFolded(composed)) return composed;
        var folded = new StringBuilder(composed.Length);
        var wasBlank = true;
        foreach (var sign in composed)
        {
            var isBlank = char.IsWhiteSpace(sign);
            if (!isBlank) folded.Append(sign);
            else if (!wasBlank) folded.Append(' ');
            wasBlank = isBlank;
        }

        return folded.ToString(0, folded.Length - (wasBlank && folded.Length > 0 ? 1 : 0));
    }

    static bool IsFolded(string text)
    {
        var wasBlank = true;
        foreach (var sign in text)
        {
            var isBlank = char.IsWhiteSpace(sign);
            if (isBlank && (wasBlank || sign != ' ')) return false;
            wasBlank = isBlank;
        }

        return !wasBlank || text.Length == 0;
    }
}
