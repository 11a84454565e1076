using System.Numerics;

namespace NaturalThoughts.Core.Answers;

/// <summary>Reads a formula in plain notation. Recursive descent, linear in the text, refuses what it does not know instead of
/// guessing.</summary>
ref partial struct ExpressionParser
{
    const int Deepest = 48;
    const int Longest = 400;

    static readonly string[] Functions =
        ["arcsin", "arccos", "arctan", "sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "exp", "sqrt"];

    // Two-letter runs that are words or units rather than a product of variables.
    static readonly string[] NotProducts =
        ["no", "is", "or", "to", "in", "of", "at", "on", "by", "up", "so", "we", "it", "an", "as", "be", "do", "go", "if", "am", "pm",
         "cm", "mm", "km", "kg", "mg", "ml", "hr", "ft", "oz", "lb", "nm", "kj", "ev", "mi", "yd", "hz", "pa", "mw", "kw", "ms", "ns",
         "cc", "gm", "mv", "kv"];

    readonly ReadOnlySpan<char> _text;
    int _at;
    int _depth;

    ExpressionParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The formula; null when the text is not one.</summary>
    public static Expression? Parse(ReadOnlySpan<char> text)
    {
        if (text.IsWhiteSpace() || text.Length > Longest) return null;
        var parser = new ExpressionParser(text);
        var read = parser.Sum();
        parser.Skip();
        return read is not null && parser._at == text.Length ? read : null;
    }

    readonly char Next => _at < _text.Length ? _text[_at] : '\0';

    void Skip()
    {
        while (Next is ' ') _at++;
    }

    bool Take(char wanted)
    {
        Skip();
        if (Next != wanted) return false;
        _at++;
        return true;
    }

    Expression? Sum()
    {
        if (++_depth > Deepest) return null;
        var left = Product();
        while (left is not null)
        {
            Skip();
            if (Next is not ('+' or '-')) break;
            var op = _text[_at++];
            left = Product() is { } right ? new Binary(op, left, right) : null;
        }

        _depth--;
        return left;
    }

    Expression? Product()
    {
        var left = Signed();
        while (left is not null)
        {
            Skip();
            if (Next is '*' or '/')
            {
                var op = _text[_at++];
                left = Signed() is { } right ? new Binary(op, left, right) : null;
            }
            else if (Next is '(' or '{' or '\\' or '√' or 'π' || char.IsLetter(Next) || (char.IsAsciiDigit(Next) && left is not Literal))
            {
                left = Power() is { } right ? new Binary('*', left, right) : null;
            }
            else
            {
                break;
            }
        }

        return left;
    }

    Expression? Signed()
    {
        if (Take('-')) return ++_depth > Deepest ? null : Signed() is { } operand ? Up(new Unary("-", operand)) : null;
        return Take('+') ? (++_depth > Deepest ? null : Up(Signed())) : Power();
    }

    Expression? Up(Expression? read)
    {
        _depth--;
        return read;
    }

    Expression? Power()
    {
        var left = Atom();
        Skip();
        while (left is not null && Next is '!')
        {
            _at++;
            left = new Unary("!", left);
        }

        if (left is null || !(Take('^') || TakeStars())) return left;
        if (++_depth > Deepest) return null;
        Skip();
        var exponent = Next is '{' or '(' ? Atom() : Next is '-' ? Signed() : Power();
        return Up(exponent is null ? null : new Binary('^', left, exponent));
    }

    bool TakeStars()
    {
        if (_at + 1 >= _text.Length || _text[_at] != '*' || _text[_at + 1] != '*') return false;
        _at += 2;
        return true;
    }

    Expression? Atom()
    {
        Skip();
        if (++_depth > Deepest) return null;
        var read = Next switch
        {
            '(' => Group(')'),
            '{' => Group('}'),
            '[' => Group(']'),
            '|' => Group('|') is { } inner ? new Unary("|", inner) : null,
            '√' => Root(),
            'π' => Constant(Math.PI),
            '∞' => Constant(double.PositiveInfinity),
            '\\' => Command(),
            _ when char.IsAsciiDigit(Next) || Next is '.' => Number(),
            _ when char.IsLetter(Next) => Letters(),
            _ => null,
        };
        _depth--;
        return read;
    }

    Expression Constant(Complex value)
    {
        _at++;
        return new Constant(value);
    }

    Expression? Group(char close)
    {
        _at++;
        var inner = Sum();
        return inner is not null && Take(close) ? inner : null;
    }

    Expression? Root()
    {
        _at++;
        Skip();
        if (Next is not '[') return Atom() is { } square ? new Unary("√", square) : null;
        var degree = Group(']');
        return degree is not null && Atom() is { } radicand
            ? new Binary('^', radicand, new Binary('/', new Literal(Rational.Of(1), -1, 1), degree))
            : null;
    }

    Expression? Command()
    {
        var rest = _text[(_at + 1)..];
        if (rest.StartsWith("frac"))
        {
            _at += 5;
            return Atom() is { } top && Atom() is { } bottom ? new Binary('/', top, bottom) : null;
        }

        var length = 0;
        while (length < rest.Length && char.IsAsciiLetter(rest[length])) length++;
        if (length == 0) return null;
        var name = rest[..length].ToString();
        _at += 1 + length;
        return Array.IndexOf(Functions, name) >= 0 ? Function(name) : new Variable("\\" + name + Subscript());
    }

    Expression? Function(string name)
    {
        Skip();
        Expression? power = null;
        if (Take('^') && (power = Atom()) is null) return null;
        var operand = name is "log" && Take('_') ? Logarithm()
            : Power() is { } argument ? new Unary(name is "sqrt" ? "√" : name, argument)
            : null;
        return operand is null || power is null ? operand : new Binary('^', operand, power);
    }

    Expression? Logarithm() =>
        Atom() is { } basis && Power() is { } argument ? new Binary('/', new Unary("ln", argument), new Unary("ln", basis)) : null;

    Expression? Letters()
    {
        var length = 0;
        while (_at + length < _text.Length && char.IsLetter(_text[_at + length])) length++;
        var run = _text.Slice(_at, length);
        foreach (var function in Functions)
        {
            if (!run.StartsWith(function) || length > function.Length + 1 || run is "cost" or "sine" or "logs" or "tank") continue;
            _at += function.Length;
            return Function(function);
        }

        if (length > 2 && !run.SequenceEqual("xyz") && !run.SequenceEqual("abc")) return null;
        if (length == 2 && Array.IndexOf(NotProducts, run.ToString().ToLowerInvariant()) >= 0) return null;
        var letter = _text[_at++];
        return letter switch
        {
            'i' => new Constant(Complex.ImaginaryOne),
            'e' => new Constant(Math.E),
            _ => new Variable(letter + Subscript()),
        };
    }

    string Subscript()
    {
        if (Next is not '_') return "";
        var start = _at++;
        if (Next is '{')
        {
            var close = _text[_at..].IndexOf('}');
            _at = close < 0 ? _text.Length : _at + close + 1;
        }
        else if (_at < _text.Length)
        {
            _at++;
        }

        return _text[start.._at].ToString().Replace("{", "").Replace("}", "");
    }
}
