namespace NaturalThoughts.Core.Annotations.Languages;

/// <summary>Writing systems.</summary>
enum Script
{
    Other, Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu, Kannada, Malayalam,
    Sinhala, Thai, Lao, Burmese, Georgian, Ethiopic, Khmer, Hangul, Han,
}

/// <summary>Which letters belong to which script.</summary>
static class Scripts
{
    const int WeightOfSigns = 3;

    // Blocks of the Basic Multilingual Plane, in order. Kana counts as Han: what makes a text Japanese is decided apart.
    static readonly (char First, char Last, Script Script)[] Blocks =
    [
        ('A', '\u024F', Script.Latin), ('\u0370', '\u03FF', Script.Greek), ('\u0400', '\u052F', Script.Cyrillic),
        ('\u0530', '\u058F', Script.Armenian),
        ('\u0590', '\u05FF', Script.Hebrew), ('\u0600', '\u077F', Script.Arabic), ('\u08A0', '\u08FF', Script.Arabic),
        ('\u0900', '\u097F', Script.Devanagari), ('\u0980', '\u09FF', Script.Bengali), ('\u0A00', '\u0A7F', Script.Gurmukhi),
        ('\u0A80', '\u0AFF', Script.Gujarati), ('\u0B80', '\u0BFF', Script.Tamil), ('\u0C00', '\u0C7F', Script.Telugu),
        ('\u0C80', '\u0CFF', Script.Kannada), ('\u0D00', '\u0D7F', Script.Malayalam), ('\u0D80', '\u0DFF', Script.Sinhala),
        ('\u0E00', '\u0E7F', Script.Thai), ('\u0E80', '\u0EFF', Script.Lao), ('\u1000', '\u109F', Script.Burmese),
        ('\u10A0', '\u10FF', Script.Georgian), ('\u1100', '\u11FF', Script.Hangul), ('\u1200', '\u139F', Script.Ethiopic),
        ('\u1780', '\u17FF', Script.Khmer), ('\u1C90', '\u1CBF', Script.Georgian), ('\u1E00', '\u1EFF', Script.Latin),
        ('\u1F00', '\u1FFF', Script.Greek), ('\u3040', '\u30FF', Script.Han), ('\u3130', '\u318F', Script.Hangul),
        ('\u3400', '\u9FFF', Script.Han), ('\uAC00', '\uD7A3', Script.Hangul), ('\uF900', '\uFAFF', Script.Han),
    ];

    /// <summary>Letters by script, signs of Han and Hangul weighed.</summary>
    public static Dictionary<Script, int> Count(string text)
    {
        var counts = new Dictionary<Script, int> { [Script.Other] = 0 };
        foreach (var letter in text)
        {
            if (!char.IsLetter(letter)) continue;
            var script = Of(letter);
            counts[script] = counts.GetValueOrDefault(script) + (script is Script.Han or Script.Hangul ? WeightOfSigns : 1);
        }

        return counts;
    }

    /// <summary>Letters of hiragana and katakana, weighed as in <see cref="Count"/>.</summary>
    public static int Kana(string text) =>
        WeightOfSigns * text.Count(letter => letter is >= '\u3040' and <= '\u30FF' && char.IsLetter(letter));

    /// <summary>The language of a script that only one language of weight uses; null for shared ones.</summary>
    public static string? OnlyLanguage(Script script) => script switch
    {
        Script.Greek => "el",
        Script.Armenian => "hy",
        Script.Hebrew => "he",
        Script.Bengali => "bn",
        Script.Gurmukhi => "pa",
        Script.Gujarati => "gu",
        Script.Tamil => "ta",
        Script.Telugu => "te",
        Script.Kannada => "kn",
        Script.Malayalam => "ml",
        Script.Sinhala => "si",
        Script.Thai => "th",
        Script.Lao => "lo",
        Script.Burmese => "my",
        Script.Georgian => "ka",
        Script.Ethiopic => "am",
        Script.Khmer => "km",
        Script.Hangul => "ko",
        _ => null,
    };

    static Script Of(char letter)
    {
        if (letter <= '\u024F') return Script.Latin;
        foreach (var (first, last, script) in Blocks)
            if (letter <= last) return letter >= first ? script : Script.Other;
        return Script.Other;
    }
}
