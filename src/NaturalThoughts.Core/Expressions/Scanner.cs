using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Cuts an expression into words.</summary>
sealed class Scanner(string text, Complaints complaints)
{
    static readonly FrozenSet<string> Keywords =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "and", "or", "not", "between", "in", "is", "null", "true", "false");

    int _at;

    internal List<Token> Scan()
    {
        var tokens = new List<Token>();
        while (true)
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            if (_at == text.Length) break;
            if (Next() is { } token) tokens.Add(token);
        }

        tokens.Add(new(TokenKind.End, "", text.TrimEnd().Length));
        return tokens;
    }

    Token? Next() => text[_at] switch
    {
        '"' or '\'' or '`' => Quoted(text[_at]),
        >= '0' and <= '9' => Number(),
        '.' when char.IsAsciiDigit(Peek(1)) => Number(),
        var letter when StartsName(letter) => Word(),
        _ => Symbol(),
    };

    Token Word()
    {
        var start = _at;
        while (StartsName(Peek(0)) || char.IsAsciiDigit(Peek(0))) _at++;
        var word = text[start.._at];
        return Keywords.Contains(word) ? new(TokenKind.Symbol, word.ToLowerInvariant(), start) : new(TokenKind.Name, word, start);
    }

    Token? Number()
    {
        var start = _at;
        Digits();
        if (Peek(0) == '.' && ++_at > 0) Digits();
        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            _at += 2;
            Digits();
        }

        var digits = text[start.._at];
        if (StartsName(Peek(0)) || Peek(0) == '.')
        {
            while (StartsName(Peek(0)) || char.IsAsciiDigit(Peek(0)) || Peek(0) == '.') _at++;
            complaints.Add(start, $"`{text[start.._at]}` is neither a number nor a name.", "a number such as 5000, 0.25 or 1e6");
            return null;
        }

        var number = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsFinite(number)) return new(TokenKind.Number, digits, start, number);
        complaints.Add(start, $"The number {digits} is too large.", "a number below 1.8e308");
        return null;
    }

    Token? Quoted(char quote)
    {
        var start = _at++;
        var content = new StringBuilder();
        while (_at < text.Length)
        {
            if (text[_at] != quote) content.Append(text[_at++]);
            else if (Peek(1) != quote) break;
            else
            {
                content.Append(quote);
                _at += 2;
            }
        }

        if (_at++ < text.Length) return new(quote == '`' ? TokenKind.Name : TokenKind.Text, content.ToString(), start);
        _at = text.Length;
        complaints.Add(start, $"The quote {quote} is never closed.", fix: $"Put {quote} behind the text; a quote inside is written twice.");
        return null;
    }

    Token? Symbol()
    {
        var start = _at;
        var two = $"{Peek(0)}{Peek(1)}";
        if (two is "==" or "!=" or "<>" or "<=" or ">=")
        {
            _at += 2;
            return new(TokenKind.Symbol, two switch { "==" => "=", "<>" => "!=", _ => two }, start);
        }

        if (two is "**" or "&&" or "||") _at += 2;
        else if (char.IsSurrogatePair(Peek(0), Peek(1))) _at += 2;
        else _at++;
        var symbol = text[start.._at];
        if (symbol is [var one] && "+-*/%=<>(),".Contains(one)) return new(TokenKind.Symbol, symbol, start);
        complaints.Add(start, $"`{symbol}` is not part of the language.", fix: symbol switch
        {
            "**" or "^" => "Write pow(a, b).",
            "&" or "&&" => "Write `and`.",
            "|" or "||" => "Write `or`.",
            "!" => "Write `not`.",
            "[" or "]" or "{" or "}" => "Use parentheses.",
            "“" or "”" or "‘" or "’" => "Use straight quotes.",
            _ => "Take it out, or write `name` in backquotes if it belongs to a column's name.",
        });
        return null;
    }

    void Digits()
    {
        while (char.IsAsciiDigit(Peek(0))) _at++;
    }

    char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    static bool StartsName(char character) => character == '_' || char.IsLetter(character);
}
