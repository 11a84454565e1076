using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Inference.Tokens;

/// <summary>Counts the tokens of a byte-level BPE: added tokens first, then splits, then merges.</summary>
/// <param name="name">Names tokenizer and version.</param>
/// <param name="bpe">Merges the pairs of one word.</param>
/// <param name="splits">Each isolates its matches within what the one before left.</param>
/// <param name="added">Tokens taken out of the text whole.</param>
/// <param name="whole">Words that are one token whatever the merges say; null: none.</param>
/// <param name="composes">Whether the text is composed (NFC) before all else.</param>
sealed class ByteLevelBpeCounter(
    string name, BpeTokenizer bpe, Regex[] splits, Regex? added, HashSet<string>? whole, bool composes) : ITokenCounter
{
    readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? _whole = whole?.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Name => name;

    public int Count(ReadOnlySpan<char> text)
    {
        if (composes) text = Nfc.Of(text);
        if (added is null) return CountWords(text, 0);
        var (count, from) = (0, 0);
        foreach (var match in added.EnumerateMatches(text))
        {
            count += CountWords(text[from..match.Index], 0) + 1;
            from = match.Index + match.Length;
        }

        return count + CountWords(text[from..], 0);
    }

    int CountWords(ReadOnlySpan<char> text, int split)
    {
        if (text.IsEmpty) return 0;
        if (split == splits.Length) return CountWord(text);
        var (count, from) = (0, 0);
        foreach (var match in splits[split].EnumerateMatches(text))
        {
            count += CountWords(text[from..match.Index], split + 1) + CountWords(text.Slice(match.Index, match.Length), split + 1);
            from = match.Index + match.Length;
        }

        return count + CountWords(text[from..], split + 1);
    }

    int CountWord(ReadOnlySpan<char> word)
    {
        if (_whole is { } known && word.Length <= 64)
        {
            Span<char> spelled = stackalloc char[word.Length * 3];
            if (known.Contains(spelled[..ByteLevel.Spell(word, spelled)])) return 1;
        }

        return bpe.CountTokens(word, considerPreTokenization: false, considerNormalization: false);
    }
}
