using System.Text.RegularExpressions;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Annotations.Languages;

/// <summary>
/// Tells in which language a text is written, by its script and, where languages share one, by their function words.
/// </summary>
/// <remarks>
/// Of the first 20,000 UTF-16 units, without code, formulas, commands of TeX and addresses:
/// (1) letters are counted by script, signs of Chinese, Japanese and Korean as three; the script with more than half of at least 6 counts.
/// (2) Chinese signs with at least a tenth kana are Japanese. (3) A script of one language is that language.
/// (4) For Latin, Cyrillic, Arabic and Devanagari each function word counts for the languages that have it, in equal shares. The
/// language with the most is it, if that is at least 1.5, two different words, 8 % of the words, and a quarter more than the next. Else nobody
/// knows.
/// </remarks>
static partial class LanguageRule
{
    /// <summary>Name and version of the rule.</summary>
    public const string Version = "language@1";

    const int Longest = 20_000, LeastLetters = 6;
    const double LeastHits = 1.5, LeastShare = 0.08, Lead = 1.25;

    /// <summary>An ISO 639-1 code, or null where it cannot be told. Deterministic; never throws.</summary>
    public static string? Of(string text)
    {
        var prose = Nfc.Of(Formal().Replace(text[..Math.Min(text.Length, Longest)], " "));
        var letters = Scripts.Count(prose);
        var (script, count) = letters.MaxBy(pair => pair.Value);
        if (count < LeastLetters || 2 * count <= letters.Values.Sum()) return null;
        if (script is Script.Han) return 10 * Scripts.Kana(prose) >= count ? "ja" : "zh";
        return Scripts.OnlyLanguage(script) ?? ByFunctionWords(prose, script);
    }

    static string? ByFunctionWords(string prose, Script script)
    {
        var languages = FunctionWords.Of(script);
        var (hits, different) = (new double[languages.Names.Length], new int[languages.Names.Length]);
        if (hits.Length == 0) return null;
        var words = Word().Matches(prose).CountBy(match => match.Value.ToLowerInvariant()).ToList();
        foreach (var (word, count) in words)
        {
            if (!languages.Words.TryGetValue(word, out var of)) continue;
            foreach (var language in of)
            {
                hits[language] += (double)count / of.Length;
                different[language]++;
            }
        }

        var best = Array.IndexOf(hits, hits.Max());
        var next = hits.Where((_, language) => language != best).Max();
        var enough = hits[best] >= LeastHits && hits[best] >= LeastShare * words.Sum(word => word.Value) && different[best] > 1;
        return enough && hits[best] >= Lead * next ? languages.Names[best] : null;
    }

    [GeneratedRegex(@"```.*?(?:```|\z)|`[^`\n]{1,300}`|\$\$.{1,2000}?\$\$|\$[^$\n]{1,300}\$|\\\(.{1,2000}?\\\)|\\\[.{1,2000}?\\\]"
        + @"|\\[A-Za-z]+|https?://\S+", RegexOptions.Singleline)]
    private static partial Regex Formal();

    // Vowel signs of Devanagari are marks inside words.
    [GeneratedRegex(@"[\p{L}\p{M}]+")]
    private static partial Regex Word();
}
