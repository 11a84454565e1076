using System.Collections.Immutable;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Reads words into a tree, by operator precedence. The first misfit ends it: what follows would be guesses.</summary>
sealed class Parser(List<Token> tokens, Complaints complaints)
{
    const string Value = "a number, a text, a column or a function";
    const int OrPower = 1;
    const int AndPower = 2;
    const int NotPower = 3;
    const int ComparisonPower = 4;
    const int SumPower = 5;
    const int ProductPower = 6;
    const int MinusPower = 7;

    int _next;
    int _depth;
    int _nodes;

    Token Current => tokens[_next];

    /// <summary>The whole expression, or null after a complaint.</summary>
    internal Syntax? Parse()
    {
        if (Part(0) is not { } whole) return null;
        return Current.Kind == TokenKind.End ? whole : Fail($"{Current} does not belong here.", "an operator or the end");
    }

    /// <summary>As much as binds more strongly than <paramref name="power"/>.</summary>
    Syntax? Part(int power)
    {
        var left = Prefix();
        while (left is not null && Power(Current) is var found && found > power) left = Infix(left, found);
        return left;
    }

    /// <summary>A part inside another: in parentheses, in a list, behind a prefix.</summary>
    Syntax? Nested(int power)
    {
        if (++_depth > Expression.MaxDepth)
            return Fail($"The expression nests more than {Expression.MaxDepth} deep.", fix: "Write it with fewer parentheses.");
        var part = Part(power);
        _depth--;
        return part;
    }

    Syntax? Prefix()
    {
        var token = tokens[_next];
        if (token.Is("not")) return Inner(NotPower) is { } negated ? Node(new PrefixSyntax(token.At, "not", negated)) : null;
        if (token.Is("-")) return Inner(MinusPower) is { } minus ? Node(new PrefixSyntax(token.At, "-", minus)) : null;
        if (token.Is("("))
            return Inner(0) is { } inner && Take(")", $"to close `(` at {Place(token)}") ? inner : null;
        if (token.Kind == TokenKind.End) return Fail("The expression ends where a value should stand.", Value);

        _next++;
        if (token.Is("true") || token.Is("false")) return Node(new FlagSyntax(token.At, token.Text == "true"));
        if (token.Is("null")) return Node(new FlagSyntax(token.At, null));
        if (token.Kind == TokenKind.Number) return Node(new NumberSyntax(token.At, token.Number));
        if (token.Kind == TokenKind.Text) return Node(new TextSyntax(token.At, token.Text));
        if (token.Kind == TokenKind.Name) return Current.Is("(") ? Call(token) : Node(new NameSyntax(token.At, token.Text));
        _next--;
        return Fail($"{token} stands where a value should.", Value);
    }

    Syntax? Inner(int power)
    {
        _next++;
        return Nested(power);
    }

    Syntax? Operand(int power)
    {
        _next++;
        return Part(power);
    }

    Syntax? Infix(Syntax left, int power)
    {
        var token = Current;
        if (power == ComparisonPower) return Comparison(left, token) is { } comparison && Unchained() ? comparison : null;
        return Operand(power) is { } right ? Node(new InfixSyntax(token.Text, left, right)) : null;
    }

    Syntax? Comparison(Syntax left, Token token)
    {
        if (token.Is("is"))
        {
            _next++;
            var negated = Skip("not");
            return Take("null", "behind `is`") ? Node(new IsNullSyntax(left, negated)) : null;
        }

        var not = Skip("not");
        if (Current.Is("in"))
        {
            _next++;
            return Take("(", "behind `in`") && List() is { } items ? Node(new InSyntax(left, items, not)) : null;
        }

        if (Current.Is("between"))
        {
            return Operand(ComparisonPower) is { } low && Take("and", "between the two bounds") && Part(ComparisonPower) is { } high
                ? Node(new BetweenSyntax(left, low, high, not)) : null;
        }

        if (not) return Fail($"{Current} stands behind `not`.", "`in` or `between`");
        return Operand(ComparisonPower) is { } right ? Node(new InfixSyntax(token.Text, left, right)) : null;
    }

    bool Unchained() =>
        Power(Current) != ComparisonPower
        || Fail("Comparisons cannot be chained.", fix: "Write `x between 1 and 3`, or join two comparisons with `and`.") is not null;

    Syntax? Call(Token name)
    {
        _next++;
        var arguments = Skip(")") ? [] : List();
        return arguments is { } given ? Node(new CallSyntax(name.At, name.Text, given)) : null;
    }

    ImmutableArray<Syntax>? List()
    {
        var items = ImmutableArray.CreateBuilder<Syntax>();
        do
        {
            if (Nested(0) is not { } item) return null;
            items.Add(item);
        }
        while (Skip(","));
        return Take(")", "or `,` in the list") ? items.DrainToImmutable() : null;
    }

    bool Skip(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        _next++;
        return true;
    }

    bool Take(string symbol, string why) =>
        Skip(symbol) || Fail($"{Current} stands where `{symbol}` should.", $"`{symbol}` {why}") is not null;

    Syntax? Node(Syntax node) =>
        ++_nodes <= Expression.MaxNodes
            ? node
            : Fail($"The expression has more than {Expression.MaxNodes:N0} parts.", fix: "Write it with fewer parts.");

    Syntax? Fail(string what, string? expected = null, string? fix = null)
    {
        if (!complaints.Any) complaints.Add(Current.At, Upper(what), expected, fix);
        return null;
    }

    static int Power(Token token) => token.Kind != TokenKind.Symbol ? 0 : token.Text switch
    {
        "or" => OrPower,
        "and" => AndPower,
        "=" or "!=" or "<" or "<=" or ">" or ">=" or "is" or "in" or "not" or "between" => ComparisonPower,
        "+" or "-" => SumPower,
        "*" or "/" or "%" => ProductPower,
        _ => 0,
    };

    static string Place(Token token) => $"character {token.At + 1}";

    static string Upper(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
