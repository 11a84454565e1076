namespace NaturalThoughts.Core.Text;

/// <summary>Korean syllables and their letters (jamo), which compose by arithmetic.</summary>
/// <remarks>The Unicode Standard, section 3.12; its names are L, V and T for leading, vowel and trailing jamo, S for syllables.</remarks>
static class Hangul
{
    const int S = 0xAC00, L = 0x1100, V = 0x1161, T = 0x11A7;
    const int Leading = 19, Vowels = 21, Trailing = 28, Syllables = Leading * Vowels * Trailing;

    public static bool IsSyllable(int point) => point is >= S and < S + Syllables;

    /// <summary>Whether a letter may compose with what stands before it.</summary>
    public static bool IsFollower(int point) => point is (>= V and < V + Vowels) or (> T and < T + Trailing);

    public static void Decompose(int syllable, List<int> letters)
    {
        var number = syllable - S;
        letters.Add(L + (number / (Vowels * Trailing)));
        letters.Add(V + (number / Trailing % Vowels));
        if (number % Trailing is > 0 and var trailing) letters.Add(T + trailing);
    }

    public static int? Composition(int first, int second) => (first, second) switch
    {
        ( >= L and < L + Leading, >= V and < V + Vowels) => S + ((((first - L) * Vowels) + second - V) * Trailing),
        ( >= S and < S + Syllables, > T and < T + Trailing) when (first - S) % Trailing == 0 => first + second - T,
        _ => null,
    };
}
