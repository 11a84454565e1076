using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace NaturalThoughts.Core.Annotations;

/// <summary>A text's words, each with a hash of its letters, case folded. Several annotators read a trace word by word; cutting and hashing
/// cost more than what each of them does then, so it is done once for all, in one pass.</summary>
/// <remarks>The same words as <see cref="Words.Of"/> finds, and the same hash as <see cref="HashOf"/>. Its memory goes back to a
/// pool.</remarks>
sealed class TextWords : IDisposable
{
    const ulong Seed = 0xCBF29CE484222325, Prime = 0x100000001B3;
    const int UsualLength = 4;

    // Of each ASCII letter or digit what it is hashed as; 0 for what is in no word.
    static readonly char[] Folded =
        [.. Enumerable.Range(0, 128).Select(code => char.IsLetterOrDigit((char)code) ? char.ToLowerInvariant((char)code) : '\0')];

    WordSpan[] _spans;
    ulong[] _hashes;

    /// <summary>Cuts a text.</summary>
    public TextWords(string text)
    {
        Text = text;
        IsAscii = Ascii.IsValid(text);
        (_spans, _hashes) = (Rent<WordSpan>(text.Length / UsualLength), Rent<ulong>(text.Length / UsualLength));
        Cut();
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Whether all of it is ASCII.</summary>
    public bool IsAscii { get; }

    /// <summary>How many words it has.</summary>
    public int Count { get; private set; }

    /// <summary>Where they are.</summary>
    public ReadOnlySpan<WordSpan> Spans => _spans.AsSpan(0, Count);

    /// <summary>Their hashes.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    /// <summary>A word's hash (Fowler, Noll and Vo), upper and lower case alike.</summary>
    public static ulong HashOf(ReadOnlySpan<char> word)
    {
        var hash = Seed;
        foreach (var letter in word) hash = (hash ^ char.ToLowerInvariant(letter)) * Prime;
        return hash;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<WordSpan>.Shared.Return(_spans);
        ArrayPool<ulong>.Shared.Return(_hashes);
        (_spans, _hashes, Count) = ([], [], 0);
    }

    // Runs through every letter of every trace: it is compiled for good the first time, instead of being counted and measured for a while.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Cut()
    {
        var text = Text.AsSpan();
        for (var at = 0; at < text.Length; at++)
        {
            var letter = FoldedOf(text[at]);
            if (letter == '\0') continue;
            var (start, hash) = (at, Seed);
            while (letter != '\0')
            {
                hash = (hash ^ letter) * Prime;
                if (++at == text.Length) break;
                letter = FoldedOf(text[at]);
                if (letter == '\0' && IsInside(text, at)) letter = text[at];
            }

            Add(new(start, at - start), hash);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static char FoldedOf(char letter) => letter < 128 ? Folded[letter] : char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '\0';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsInside(ReadOnlySpan<char> text, int at) =>
        text[at] is '\'' or '’' && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(WordSpan word, ulong hash)
    {
        if (Count == Math.Min(_spans.Length, _hashes.Length)) (_spans, _hashes) = (Larger(_spans), Larger(_hashes));
        (_spans[Count], _hashes[Count]) = (word, hash);
        Count++;
    }

    static T[] Larger<T>(T[] full)
    {
        var larger = Rent<T>(2 * full.Length);
        full.CopyTo(larger, 0);
        ArrayPool<T>.Shared.Return(full);
        return larger;
    }

    static T[] Rent<T>(int length) => ArrayPool<T>.Shared.Rent(Math.Max(length, 64));
}
