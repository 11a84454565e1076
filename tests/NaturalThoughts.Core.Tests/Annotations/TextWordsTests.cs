using CsCheck;
using NaturalThoughts.Core.Annotations;

namespace NaturalThoughts.Core.Tests.Annotations;

/// <summary>What annotators read in one pass is what the plain definitions say.</summary>
public sealed class TextWordsTests
{
    static readonly string[] Pieces =
    [
        "wait", "Wait", "but", "let me", "Let", "me", "check", "again", "I'm", "I’m", "not sure", "the", "question", "says", "so", "x'", "'y",
        "naïve", "ÉCOLE", "école", "ſo", "K", "k", "数", "42", "İ", "_", ".", ". ", ", ", "\n\n", "!", ": ", "(", "—", "’", "'",
    ];

    static readonly Gen<string> Texts = Gen.Select(Gen.OneOf<string>(Pieces), Gen.OneOf<string>(" ", " ", " ", "", "  "))
        .Select((piece, space) => piece + space).Array[0, 120].Select(string.Concat);

    [Fact]
    public void Cut_AnyText_FindsTheWordsOfThePlainDefinition() => Texts.Sample(text =>
    {
        using var words = new TextWords(text);
        var plain = Words.Of(text).ToArray();
        Assert.Equal(plain, words.Spans.ToArray());
        Assert.Equal(plain.Select(word => TextWords.HashOf(text.AsSpan(word.Start, word.Length))), words.Hashes.ToArray());
    });

    [Fact]
    public void Repeated_AnyText_IsTheShareOfGramsThatWereThereBefore() => Gen.Select(Texts, Gen.Int[1, 9]).Sample((text, n) =>
    {
        using var words = new TextWords(text);
        var said = Words.Of(text).Select(word => text.Substring(word.Start, word.Length)).Select(Lower).ToList();
        var grams = Enumerable.Range(0, Math.Max(0, said.Count - n + 1)).Select(at => string.Join(' ', said.Skip(at).Take(n))).ToList();
        var expected = grams.Count == 0 ? 0 : (double)(grams.Count - grams.Distinct().Count()) / grams.Count;
        Assert.Equal(expected, WordGrams.Repeated(words, n));
    });

    [Fact]
    public void In_AnyText_FindsWhatLookingEachPhraseUpFinds()
    {
        string[] phrases = ["^wait", "let me", "let me check", "check again", "i'm not sure", "the question says", "^so", "again", "k", "école"];
        var matcher = new CueMatcher([new("s", "d", [.. phrases])]);
        Texts.Sample(text => Assert.Equal(
            Plainly(text, phrases), matcher.In(text).Select(cue => (cue.Place.Start, cue.Place.Length))));
    }

    // At each word the longest phrase that begins there, and then from behind it.
    static List<(int Start, int Length)> Plainly(string text, string[] phrases)
    {
        var (words, found) = (Words.Of(text).ToArray(), new List<(int, int)>());
        for (var at = 0; at < words.Length;)
        {
            var longest = phrases.Where(phrase => IsAt(text, words, at, phrase)).Select(phrase => phrase.Split(' ').Length).DefaultIfEmpty().Max();
            if (longest > 0) found.Add((words[at].Start, words[at + longest - 1].End - words[at].Start));
            at += Math.Max(1, longest);
        }

        return found;
    }

    static bool IsAt(string text, WordSpan[] words, int at, string phrase)
    {
        var wanted = phrase.TrimStart('^').Split(' ');
        if (at + wanted.Length > words.Length) return false;
        if (phrase[0] == '^' && text[..words[at].Start].TrimEnd(' ', '*', '"', '#') is [.., var before] && !".!?:;,\n(—–…)]".Contains(before))
            return false;
        return wanted.Index().All(item =>
            text.Substring(words[at + item.Index].Start, words[at + item.Index].Length).Replace('’', '\'')
                .Equals(item.Item, StringComparison.OrdinalIgnoreCase)
            && (item.Index == 0 || text[words[at + item.Index - 1].End..words[at + item.Index].Start].IndexOfAny([.. ".!?;:\n"]) < 0));
    }

    static string Lower(string word) => string.Concat(word.Select(char.ToLowerInvariant));
}
