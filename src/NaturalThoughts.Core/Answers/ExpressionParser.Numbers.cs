using System.Globalization;
using System.Numerics;

namespace NaturalThoughts.Core.Answers;

ref partial struct ExpressionParser
{
    Expression? Number()
    {
        var whole = Digits();
        var fraction = "";
        if (Next is '.' && _at + 1 <= _text.Length)
        {
            _at++;
            fraction = Digits();
            if (whole.Length + fraction.Length == 0) return null;
        }

        var exponent = Exponent();
        var digits = whole + fraction;
        if (digits.Length > 200 || Math.Abs(exponent) > 400) return null;
        var mantissa = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        var shift = exponent - fraction.Length;
        var value = shift >= 0 ? Rational.Of(mantissa * BigInteger.Pow(10, shift))
            : Rational.Of(mantissa, BigInteger.Pow(10, -shift))!.Value;
        var places = fraction.Length == 0 && exponent == 0 ? -1 : Math.Max(0, -shift);
        var literal = new Literal(value, places, Math.Max(1, digits.TrimStart('0').Length));
        return Mixed(literal) ?? literal;
    }

    string Digits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        // 1,234,567: groups of three after the first, and no digit after the last.
        while (_at > start && _at - start <= 40 && Next is ',' && IsGroup(_at + 1) && Grouped(start)) _at += 4;
        return _text[start.._at].ToString().Replace(",", "");
    }

    readonly bool Grouped(int start) => _at - start is >= 1 and <= 3 || _text[start.._at].Contains(',');

    readonly bool IsGroup(int from)
    {
        if (from + 3 > _text.Length) return false;
        for (var i = from; i < from + 3; i++)
            if (!char.IsAsciiDigit(_text[i])) return false;
        return from + 3 == _text.Length || !char.IsAsciiDigit(_text[from + 3]);
    }

    int Exponent()
    {
        if (Next is not ('e' or 'E')) return 0;
        var at = _at + 1;
        var sign = at < _text.Length && _text[at] is '+' or '-' ? 1 : 0;
        var end = at + sign;
        while (end < _text.Length && char.IsAsciiDigit(_text[end])) end++;
        if (end == at + sign || end - at > 5) return 0;
        var value = int.Parse(_text[at..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        _at = end;
        return value;
    }

    // “1 1/2” and “1\frac{1}{2}” are one and a half.
    Expression? Mixed(Literal whole)
    {
        if (whole.Places >= 0) return null;
        var back = _at;
        var spaced = Next is ' ';
        Skip();
        if (_text[_at..].StartsWith("\\frac{") && Command() is Binary { Left: Literal { Places: -1 }, Right: Literal { Places: -1 } } part
            && Proper(part))
            return new Binary('+', whole, part);
        _at = back;
        Skip();
        if (spaced && char.IsAsciiDigit(Next) && Integer() is { } top && Next is '/')
        {
            _at++;
            if (char.IsAsciiDigit(Next) && Integer() is { } bottom && Proper(new('/', top, bottom)))
                return new Binary('+', whole, new Binary('/', top, bottom));
        }

        _at = back;
        return null;
    }

    Literal? Integer()
    {
        var digits = Digits();
        return digits.Length is 0 or > 12 ? null
            : new(Rational.Of(BigInteger.Parse(digits, CultureInfo.InvariantCulture)), -1, digits.Length);
    }

    static bool Proper(Binary part) =>
        part.Exact is { } value && value.Numerator.Sign > 0 && value.Numerator < value.Denominator;
}
