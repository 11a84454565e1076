using System.Text;

namespace NaturalThoughts.Inference.Tokens;

/// <summary>GPT-2's spelling of bytes as printable characters, in which byte-level vocabularies are written.</summary>
static class ByteLevel
{
    static readonly char[] Letters = Table();

    /// <summary>Writes text in that spelling.</summary>
    /// <returns>How many characters were written: one for each UTF-8 byte.</returns>
    public static int Spell(ReadOnlySpan<char> text, Span<char> spelled)
    {
        Span<byte> bytes = text.Length <= 256 ? stackalloc byte[text.Length * 3] : new byte[text.Length * 3];
        var count = Encoding.UTF8.GetBytes(text, bytes);
        for (var i = 0; i < count; i++) spelled[i] = Letters[bytes[i]];
        return count;
    }

    static char[] Table()
    {
        var letters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        return letters;
    }
}
