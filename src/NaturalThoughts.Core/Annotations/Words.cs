namespace NaturalThoughts.Core.Annotations;

/// <summary>A word of a text: letters and digits, with apostrophes inside it.</summary>
/// <param name="Start">0-based offset.</param>
/// <param name="Length">Length in UTF-16 units.</param>
readonly record struct WordSpan(int Start, int Length)
{
    /// <summary>End of the word.</summary>
    public int End => Start + Length;
}

/// <summary>Cuts texts into words.</summary>
static class Words
{
    /// <summary>The words in order.</summary>
    public static IEnumerable<WordSpan> Of(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length
                && (char.IsLetterOrDigit(text[at])
                    || (text[at] is '\'' or '’' && at + 1 < text.Length && char.IsLetter(text[at + 1])))) at++;
            yield return new(start, at - start);
        }
    }
}
