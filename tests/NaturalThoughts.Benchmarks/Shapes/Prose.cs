using System.Text;

namespace NaturalThoughts.Benchmarks.Shapes;

/// <summary>Text that compresses like reasoning people publish (to about a third with Zstandard): words drawn by Zipf's law from a
/// vocabulary of 30,000, in sentences and paragraphs, with numbers, formulas, quotation marks and a letter here and there that is not
/// ASCII.</summary>
sealed class Prose
{
    const int Words = 30_000;
    const string Onsets = "bcdfghjklmnprstvw";
    const string Vowels = "aeiou";
    const string Codas = "nrstlmdkgp";

    // Drawn evenly from here, a word comes as often as its rank says.
    readonly byte[][] _drawn = new byte[1 << 16][];

    /// <summary>A vocabulary; the same seed gives the same one.</summary>
    public Prose(int seed)
    {
        var random = new Random(seed);
        var words = Enumerable.Range(1, Words).Select(rank => Encoding.UTF8.GetBytes(Word(random, rank) + " ")).ToArray();
        var harmonic = Enumerable.Range(1, Words).Sum(rank => 1.0 / rank);
        var (rank, below) = (0, 0.0);
        for (var place = 0; place < _drawn.Length; place++)
        {
            while (rank < Words - 1 && below + 1 / harmonic / (rank + 1) < (place + 0.5) / _drawn.Length)
                below += 1 / harmonic / ++rank;
            _drawn[place] = words[rank];
        }
    }

    /// <summary>Fills a span with text, to its last byte.</summary>
    public void Fill(Random random, Span<byte> text)
    {
        Span<byte> dice = stackalloc byte[512];
        for (var at = 0; at < text.Length;)
        {
            random.NextBytes(dice);
            for (var die = 0; die < dice.Length && at < text.Length; die += 4)
            {
                ReadOnlySpan<byte> next = dice[die + 2] switch
                {
                    < 20 => Sentence(dice[die + 3]),
                    < 28 => Numbers[(dice[die + 3] * 256 + dice[die]) % Numbers.Length],
                    _ => _drawn[dice[die] | dice[die + 1] << 8],
                };
                if (next.Length > text.Length - at) next = Blanks[..(text.Length - at)];
                next.CopyTo(text[at..]);
                at += next.Length;
            }
        }
    }

    /// <summary>So many bytes of text.</summary>
    public string Of(Random random, int bytes)
    {
        var text = new byte[bytes];
        Fill(random, text);
        return Encoding.UTF8.GetString(text);
    }

    static ReadOnlySpan<byte> Blanks => "................................................................"u8;

    static byte[][] Numbers { get; } =
        [.. Enumerable.Range(0, 1000).Select(number => Encoding.UTF8.GetBytes($"{number * 37 % 1000}{(number % 3 == 0 ? ".5" : "")} "))];

    static ReadOnlySpan<byte> Sentence(byte die) => die switch
    {
        < 30 => ".\n\n"u8,
        < 34 => "\\frac{1}{2} \\cdot x^2 "u8,
        < 38 => "\"so\" "u8,
        < 41 => "≈ "u8,
        < 44 => "Schrödinger "u8,
        < 56 => "Wait, "u8,
        < 110 => ", "u8,
        _ => ". "u8,
    };

    // Frequent words are short.
    static string Word(Random random, int rank)
    {
        var word = new StringBuilder();
        for (var syllables = rank < 60 ? 1 : rank < 1500 ? 2 : 3; syllables > 0; syllables--)
        {
            word.Append(Onsets[random.Next(Onsets.Length)]).Append(Vowels[random.Next(Vowels.Length)]);
            if (random.Next(3) == 0) word.Append(Codas[random.Next(Codas.Length)]);
        }

        return word.ToString();
    }
}
