namespace NaturalThoughts.ModelServers.Answers;

/// <summary>Places in UTF-8 text.</summary>
static class Utf8
{
    /// <summary>The last place up to this one where a character begins or the text ends.</summary>
    public static int Boundary(ReadOnlySpan<byte> text, int place)
    {
        if (place >= text.Length) return text.Length;
        while (place > 0 && (text[place] & 0xC0) == 0x80) place--;
        return place;
    }

    /// <summary>The end of the character at this place.</summary>
    public static int Next(ReadOnlySpan<byte> text, int place)
    {
        do place++;
        while (place < text.Length && (text[place] & 0xC0) == 0x80);
        return place;
    }
}
