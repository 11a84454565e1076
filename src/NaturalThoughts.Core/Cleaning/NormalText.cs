using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>A text in its normal form: its words, which are runs of letters and digits, composed (NFC) and lower-cased. What stands between
/// them says nothing.</summary>
/// <remarks>A word is known by 64 bits of a hash: of 10^9 pairs of different words one has the same bits with probability below
/// 10^-10. An instance reads one text after the other, so that millions of them leave no garbage.</remarks>
public sealed class NormalText
{
    const ulong Offset = 0xCBF29CE484222325;
    const ulong Prime = 0x100000001B3;

    readonly List<ulong> _words = [];
    readonly List<(int Start, int End)> _places = [];
    string _text = "";

    /// <summary>The words in their order.</summary>
    public ReadOnlySpan<ulong> Words => CollectionsMarshal.AsSpan(_words);

    /// <summary>Reads a text, in place of the one read before.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="operators">Whether a mathematical operator is a word too, so that “3 + 4” and “3 * 4” differ. A dash, a star or a
    /// slash between two letters joins words and is none.</param>
    public void Read(string text, bool operators = false)
    {
        _words.Clear();
        _places.Clear();
        _text = Nfc.Of(text);
        for (var at = 0; at < _text.Length;)
        {
            var start = at;
            var hash = Offset;
            while (at < _text.Length && TryLetter(at, out var length))
            {
                // The FNV-1a hash, of UTF-16 units.
                foreach (var unit in _text.AsSpan(at, length)) hash = (hash ^ unit) * Prime;
                at += length;
            }

            if (at > start) Add(start, at, Lowered(start, at, hash));
            else if (operators && IsOperator(at)) Add(at, ++at, Mixing64.Mix(Offset ^ _text[start]));
            else at++;
        }
    }

    /// <summary>The words from one on as they stand in the text, with what stands between them.</summary>
    /// <param name="first">0-based number of the first word.</param>
    /// <param name="count">How many words, at least one.</param>
    public ReadOnlySpan<char> Written(int first, int count) => _text.AsSpan()[_places[first].Start.._places[first + count - 1].End];

    bool TryLetter(int at, out int length)
    {
        if (char.IsLetterOrDigit(_text[at]))
        {
            length = 1;
            return true;
        }

        length = 2;
        return char.IsHighSurrogate(_text[at]) && Rune.TryGetRuneAt(_text, at, out var rune) && Rune.IsLetterOrDigit(rune);
    }

    // Most words are lower-case as they stand: only the others are hashed a second time.
    ulong Lowered(int start, int end, ulong hash)
    {
        var word = _text.AsSpan(start, end - start);
        foreach (var unit in word)
            if (char.ToLowerInvariant(unit) != unit || char.IsSurrogate(unit)) return Mixing64.Mix(HashLower(word));
        return Mixing64.Mix(hash);
    }

    static ulong HashLower(ReadOnlySpan<char> word)
    {
        var hash = Offset;
        Span<char> units = stackalloc char[2];
        foreach (var rune in word.EnumerateRunes())
            foreach (var unit in units[..Rune.ToLowerInvariant(rune).EncodeToUtf16(units)]) hash = (hash ^ unit) * Prime;
        return hash;
    }

    bool IsOperator(int at) => _text[at] switch
    {
        '-' or '*' or '/' or '−' => !(IsLetter(at - 1) && IsLetter(at + 1)),
        '^' or '%' => true,
        var other => char.GetUnicodeCategory(other) is UnicodeCategory.MathSymbol,
    };

    bool IsLetter(int at) => at >= 0 && at < _text.Length && char.IsLetter(_text[at]);

    void Add(int start, int end, ulong word)
    {
        _words.Add(word);
        _places.Add((start, end));
    }
}
