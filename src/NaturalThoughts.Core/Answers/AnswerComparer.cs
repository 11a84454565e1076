using System.Numerics;

namespace NaturalThoughts.Core.Answers;

/// <summary>
/// Whether two final answers say the same, in three values. Symmetric; an answer is the same as itself. Two answers that mean options of
/// the question are compared as options; else as numbers, formulas, lists; else as words.
/// </summary>
/// <remarks>
/// Formulas without variables are compared exactly where they are rational, else to 1e-9; with variables at four fixed points, as in
/// Schwartz and Zippel's identity test. A decimal that is the correct rounding of the other value counts as the same from 4 significant
/// digits on (3 for a fraction or root, which has no finite decimal), and as unknown with one digit less.
/// </remarks>
public static class AnswerComparer
{
    /// <summary>Name and version of these rules.</summary>
    public const string Version = "answers@1";

    const int Points = 4;
    const double Tolerance = 1e-9;
    const int FewWords = 3;

    /// <summary>A longer text is no final answer, in characters.</summary>
    internal const int LongestAnswer = 4000;

    /// <summary>Compares two final answers to a question with these options.</summary>
    public static Sameness Compare(string? left, string? right, AnswerOptions options)
    {
        if (string.IsNullOrWhiteSpace(left) || string.IsNullOrWhiteSpace(right)) return Sameness.Unknown;
        if (string.Equals(left.Trim(), right.Trim(), StringComparison.Ordinal)) return Sameness.Same;
        if (Math.Max(left.Length, right.Length) > LongestAnswer) return Sameness.Unknown;
        // One fixed order of the operands makes the verdict symmetric whatever the rules below do.
        if (string.CompareOrdinal(left, right) > 0) (left, right) = (right, left);
        if (options.Count == 0) return CompareValues(AnswerReader.Read(left), AnswerReader.Read(right));

        var (a, b) = (options.Resolve(left), options.Resolve(right));
        if (a >= 0 && b >= 0) return a == b || options.Texts[a] == options.Texts[b] ? Sameness.Same : Sameness.Different;
        // One of them is no option: what it says may be a wording of the other.
        var said = CompareValues(AnswerReader.Read(a >= 0 ? options.Texts[a] : left), AnswerReader.Read(b >= 0 ? options.Texts[b] : right));
        return said is Sameness.Different && (a >= 0 || b >= 0) ? Sameness.Unknown : said;
    }

    internal static Sameness CompareValues(AnswerValue left, AnswerValue right) => (left, right) switch
    {
        _ when left.Words == right.Words && left.Plain == right.Plain => Sameness.Same,
        (Quantity a, Quantity b) => CompareQuantities(a, b),
        (Equation a, Equation b) => CompareEquations(a, b),
        (Equation a, Quantity { Subject: { } subject } b) => CompareEquations(a, new(b.Plain, subject, b.Value)),
        (Quantity { Subject: { } subject } a, Equation b) => CompareEquations(new(a.Plain, subject, a.Value), b),
        (Listing a, Listing b) => CompareListings(a, b),
        (Phrase or Quantity, Phrase or Quantity) => CompareWords(left, right),
        (Phrase, _) or (_, Phrase) or (Equation, _) or (_, Equation) => Sameness.Unknown,
        _ => Sameness.Different,
    };

    static Sameness CompareQuantities(Quantity a, Quantity b)
    {
        if (a.IsLetter != b.IsLetter) return Sameness.Unknown;
        if (a.Base != b.Base && a.Base is { } x && b.Base is { } y)
            return InBase(a, x) == InBase(b, y) ? Sameness.Same : Sameness.Different;
        if (a.Unit is not { } left || b.Unit is not { } right || left == right) return WithoutUnits(a, b);

        if (left.Dimension == right.Dimension)
            return CompareNumbers(new Binary('*', a.Value, Factor(left)), new Binary('*', b.Value, Factor(right)));
        var said = CompareNumbers(a.Value, b.Value);
        return said is Sameness.Same && left.IsKnown && right.IsKnown ? Sameness.Unknown : said;
    }

    static Sameness WithoutUnits(Quantity a, Quantity b)
    {
        var said = CompareNumbers(a.Value, b.Value);
        if (said is Sameness.Same || a.Unit == b.Unit) return said;
        // 50 % is written 50 as well as 0.5; 50 cents is not 0.5 unless a dollar sign says so.
        var percent = a.Unit ?? b.Unit;
        if (percent is not { Dimension: "percent" } unit) return said;
        var scaled = a.Unit is null
            ? CompareNumbers(a.Value, new Binary('*', b.Value, Factor(unit)))
            : CompareNumbers(new Binary('*', a.Value, Factor(unit)), b.Value);
        return scaled is Sameness.Same ? Sameness.Same : said;
    }

    static Literal Factor(Unit unit) => new(unit.Factor, -1, 1);

    static BigInteger? InBase(Quantity quantity, int numberBase)
    {
        if (quantity.Value.Exact is not { } exact) return null;
        var value = BigInteger.Zero;
        foreach (var digit in exact.Numerator.ToString(System.Globalization.CultureInfo.InvariantCulture))
            value = value * numberBase + (digit - '0');
        return value;
    }

    static Sameness CompareNumbers(Expression a, Expression b)
    {
        if (a.Exact is { } x && b.Exact is { } y)
            return x == y ? Sameness.Same : Rounded(a, b, x, y);
        if (a.HasVariables || b.HasVariables) return Agree(a, b) ? Sameness.Same : Sameness.Different;

        var (left, right) = (a.At(0), b.At(0));
        if (Close(left, right)) return Sameness.Same;
        return Decimal(a, right) ?? Decimal(b, left) ?? Sameness.Different;
    }

    static Sameness Rounded(Expression a, Expression b, Rational x, Rational y)
    {
        var (left, right) = (Places(a), Places(b));
        if (left is null && right is null) return Sameness.Different;
        var coarse = right is null || (left is { } l && l.Places <= right.Value.Places) ? left!.Value : right.Value;
        var (rounded, full, endless) = coarse == left ? (x, y, right is null) : (y, x, left is null);
        if (coarse.Places < 1 || !rounded.IsRoundingOf(full, coarse.Places)) return Sameness.Different;
        return Enough(coarse.Digits, endless);
    }

    // A decimal against an irrational value.
    static Sameness? Decimal(Expression a, Complex value)
    {
        if (Places(a) is not { Places: > 0 } written || Math.Abs(value.Imaginary) > Tolerance) return null;
        var half = 0.5;
        for (var place = 0; place < written.Places; place++) half /= 10;
        return Math.Abs(a.At(0).Real - value.Real) <= half * (1 + 1e-6) ? Enough(written.Digits, endless: true) : null;
    }

    static Sameness Enough(int digits, bool endless)
    {
        var needed = endless ? 3 : 4;
        return digits >= needed ? Sameness.Same : digits == needed - 1 ? Sameness.Unknown : Sameness.Different;
    }

    static (int Places, int Digits)? Places(Expression expression) => expression switch
    {
        Literal literal => (Math.Max(0, literal.Places), literal.Digits),
        Unary { Name: "-", Operand: Literal literal } => (Math.Max(0, literal.Places), literal.Digits),
        _ => null,
    };

    static Sameness CompareEquations(Equation a, Equation b)
    {
        var left = new Binary('-', a.Left, a.Right);
        var right = new Binary('-', b.Left, b.Right);
        var ratio = left.At(0) / right.At(0);
        if (!Complex.IsFinite(ratio) || ratio == Complex.Zero) return Sameness.Unknown;
        for (var point = 1; point < Points; point++)
            if (!Close(left.At(point), right.At(point) * ratio)) return Sameness.Different;
        return Sameness.Same;
    }

    static Sameness CompareListings(Listing a, Listing b)
    {
        if (a.Items.Length != b.Items.Length) return Sameness.Different;
        var items = a.Unordered || b.Unordered ? CompareUnordered(a, b) : CompareInOrder(a, b);
        var bare = a.Open is ' ' || b.Open is ' ';
        return items is Sameness.Same && !bare && (a.Open, a.Close) != (b.Open, b.Close) ? Sameness.Different : items;
    }

    static Sameness CompareInOrder(Listing a, Listing b)
    {
        var said = a.Items.Zip(b.Items, CompareValues).ToList();
        return said.Contains(Sameness.Different) ? Sameness.Different : said.Contains(Sameness.Unknown) ? Sameness.Unknown : Sameness.Same;
    }

    static Sameness CompareUnordered(Listing a, Listing b)
    {
        var left = b.Items.ToList();
        var unmatched = new List<AnswerValue>();
        foreach (var item in a.Items)
        {
            var at = left.FindIndex(other => CompareValues(item, other) is Sameness.Same);
            if (at >= 0) left.RemoveAt(at);
            else unmatched.Add(item);
        }

        if (unmatched.Count == 0) return Sameness.Same;
        var open = unmatched.All(item => left.Exists(other => CompareValues(item, other) is Sameness.Unknown));
        return open ? Sameness.Unknown : Sameness.Different;
    }

    static Sameness CompareWords(AnswerValue left, AnswerValue right)
    {
        var (a, b) = (Spelled(left.Words), Spelled(right.Words));
        if (a.Length == 0 || b.Length == 0) return Sameness.Unknown;
        if (a == b) return Sameness.Same;
        var (x, y) = (a.Split(' '), b.Split(' '));
        var contained = x.All(y.Contains) || y.All(x.Contains);
        if (contained || Alike(x, y) || Nothing(a) || Nothing(b)) return Sameness.Unknown;
        return x.Length <= FewWords && y.Length <= FewWords ? Sameness.Different : Sameness.Unknown;
    }

    static bool Alike(string[] a, string[] b) =>
        a.Length == b.Length && a.Zip(b).All(pair => pair.First == pair.Second || Stem(pair.First) == Stem(pair.Second));

    static string Stem(string word) => word.Length > 4 ? word[..4] : word.TrimEnd('s');

    static bool Nothing(string words) =>
        words is "none" or "nothing" or "0" or "zero" or "neither" or "not enough information" or "unknown";

    static string Spelled(string words) => words switch
    {
        "yes" or "true" or "correct" => "yes",
        "no" or "false" or "incorrect" => "no",
        "zero" => "0",
        "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "twenty" => "20",
        "hundred" => "100",
        _ => words,
    };

    static bool Agree(Expression a, Expression b)
    {
        for (var point = 0; point < Points; point++)
            if (!Close(a.At(point), b.At(point))) return false;
        return true;
    }

    static bool Close(Complex a, Complex b)
    {
        if (a == b) return true;
        var gap = Complex.Abs(a - b);
        return double.IsFinite(gap) && gap <= Tolerance * Math.Max(1e-300, Math.Max(Complex.Abs(a), Complex.Abs(b)));
    }
}
