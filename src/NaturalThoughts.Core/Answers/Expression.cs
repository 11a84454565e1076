using System.Numerics;

namespace NaturalThoughts.Core.Answers;

/// <summary>A formula: exact where it is rational, else valued at fixed points of its variables.</summary>
abstract record Expression
{
    /// <summary>The exact value; null when it has variables or is irrational.</summary>
    public virtual Rational? Exact => null;

    /// <summary>The value where each variable has a value of its own that depends on the point.</summary>
    public abstract Complex At(int point);

    /// <summary>Whether a variable occurs.</summary>
    public abstract bool HasVariables { get; }
}

/// <summary>A literal number.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Places">Digits after the decimal point; -1 for an integer literal.</param>
/// <param name="Digits">Significant digits.</param>
sealed record Literal(Rational Value, int Places, int Digits) : Expression
{
    public override Rational? Exact => Value;

    public override bool HasVariables => false;

    public override Complex At(int point) => Ratio(Value);

    internal static double Ratio(Rational value)
    {
        if (value.Numerator.IsZero) return 0;
        // Equal shifts keep the quotient and bring both into a double's range.
        var shift = (int)Math.Max(0, Math.Max(value.Numerator.GetBitLength(), value.Denominator.GetBitLength()) - 1000);
        return (double)(value.Numerator >> shift) / (double)(value.Denominator >> shift);
    }
}

/// <summary>A constant such as π, e or i.</summary>
sealed record Constant(Complex Value) : Expression
{
    public override bool HasVariables => false;

    public override Complex At(int point) => Value;
}

/// <summary>A variable.</summary>
sealed record Variable(string Name) : Expression
{
    public override bool HasVariables => true;

    public override Complex At(int point)
    {
        // Positive, unlike each other, and not at a root of anything people write.
        var seed = 17;
        foreach (var letter in Name) seed = (seed * 31 + letter) % 1009;
        return 0.7310585 + seed * 0.0137177 + point * (0.5772157 + seed * 0.0011);
    }
}

/// <summary>An operation on one operand.</summary>
sealed record Unary(string Name, Expression Operand) : Expression
{
    public override bool HasVariables => Operand.HasVariables;

    public override Rational? Exact => Name switch
    {
        "-" => Operand.Exact?.Negate(),
        "!" when Operand.Exact is { } n && n.Denominator.IsOne && n.Numerator.Sign >= 0 && n.Numerator <= 60 => Factorial((int)n.Numerator),
        "√" when Operand.Exact is { } n => Root(n),
        "|" when Operand.Exact is { } n => n.Numerator.Sign < 0 ? n.Negate() : n,
        _ => null,
    };

    public override Complex At(int point)
    {
        var x = Operand.At(point);
        return Name switch
        {
            "-" => -x,
            "√" => Complex.Sqrt(x),
            "|" => Complex.Abs(x),
            "sin" => Complex.Sin(x),
            "cos" => Complex.Cos(x),
            "tan" => Complex.Tan(x),
            "cot" => 1 / Complex.Tan(x),
            "sec" => 1 / Complex.Cos(x),
            "csc" => 1 / Complex.Sin(x),
            "arcsin" => Complex.Asin(x),
            "arccos" => Complex.Acos(x),
            "arctan" => Complex.Atan(x),
            "ln" => Complex.Log(x),
            "log" => Complex.Log(x) / Math.Log(10),
            "exp" => Complex.Exp(x),
            "!" => Exact is { } n ? Literal.Ratio(n) : double.NaN,
            _ => double.NaN,
        };
    }

    static Rational Factorial(int n)
    {
        var product = BigInteger.One;
        for (var factor = 2; factor <= n; factor++) product *= factor;
        return Rational.Of(product);
    }

    static Rational? Root(Rational square)
    {
        if (square.Numerator.Sign < 0) return null;
        return IntegerRoot(square.Numerator) is { } top && IntegerRoot(square.Denominator) is { } bottom ? Rational.Of(top, bottom) : null;
    }

    static BigInteger? IntegerRoot(BigInteger square)
    {
        if (square.GetBitLength() > 1000) return null;
        var root = (BigInteger)Math.Sqrt((double)square);
        for (var step = 0; step < 60 && root * root != square && !root.IsZero; step++)
        {
            var next = (root + square / root) >> 1;
            if (next == root) break;
            root = next;
        }

        return root * root == square ? root : null;
    }
}

/// <summary>An operation on two operands.</summary>
sealed record Binary(char Operator, Expression Left, Expression Right) : Expression
{
    readonly Lazy<Rational?> _exact = new(() => Left.Exact is { } a && Right.Exact is { } b ? Operation(Operator, a, b) : null);

    public override bool HasVariables => Left.HasVariables || Right.HasVariables;

    public override Rational? Exact => _exact.Value;

    public override Complex At(int point)
    {
        var (a, b) = (Left.At(point), Right.At(point));
        return Operator switch
        {
            '+' => a + b,
            '-' => a - b,
            '*' => a * b,
            '/' => a / b,
            _ => Complex.Pow(a, b),
        };
    }

    static Rational? Operation(char op, Rational a, Rational b) => op switch
    {
        '+' => Rational.Add(a, b),
        '-' => Rational.Add(a, b.Negate()),
        '*' => Rational.Multiply(a, b),
        '/' => Rational.Divide(a, b),
        _ => a.Numerator.IsZero ? null : a.Power(b),
    };
}
