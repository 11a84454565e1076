using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Answers;

/// <summary>Reads the text of a final answer as a value. Total: what is nothing else is a phrase.</summary>
static partial class AnswerReader
{
    const int LongestFormula = 400;

    /// <summary>The value of an answer's text.</summary>
    public static AnswerValue Read(string text)
    {
        var plain = Notation.Plain(text);
        return plain.Length > LongestFormula ? new Phrase(plain) : ReadPlain(Hedge().Replace(plain, ""), 0);
    }

    static AnswerValue ReadPlain(string plain, int depth)
    {
        plain = plain.Trim();
        if (depth > 6) return new Phrase(plain);
        return ReadMatrix(plain, depth) ?? ReadEquation(plain, depth) ?? ReadListing(plain, depth) ?? (AnswerValue?)ReadQuantity(plain)
            ?? new Phrase(plain);
    }

    static AnswerValue? ReadMatrix(string plain, int depth)
    {
        if (Matrix().Match(plain) is not { Success: true } match) return null;
        var rows = match.Groups["rows"].Value.Split('⏎', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var items = rows.SelectMany(row => row.Split('&')).Select(cell => ReadPlain(cell, depth + 1));
        return new Listing(plain, [.. items], '(', ')');
    }

    static AnswerValue? ReadEquation(string plain, int depth)
    {
        var at = TopLevel(plain, '=');
        if (at.Count != 1 || TopLevel(plain, ',').Count > 0 || Connective().IsMatch(plain)) return null;
        var (left, right) = (plain[..at[0]].Trim(), plain[(at[0] + 1)..].Trim());
        if (left.Length == 0 || Name().IsMatch(left))
        {
            var value = ReadPlain(right, depth + 1);
            return value is Quantity quantity ? quantity with { Subject = ExpressionParser.Parse(left) } : value is Phrase ? null : value;
        }

        return ExpressionParser.Parse(left) is { } l && ExpressionParser.Parse(right) is { } r ? new Equation(plain, l, r) : null;
    }

    static Listing? ReadListing(string plain, int depth)
    {
        if (TopLevel(plain, '∪') is { Count: > 0 } unions) return new(plain, Items(plain, unions, depth), '∪', '∪');
        if (plain.Contains('±') && ReadPlain(plain.Replace('±', '+'), depth + 1) is Quantity plus
            && ReadPlain(plain.Replace('±', '-'), depth + 1) is Quantity minus)
            return new(plain, [plus, minus], ' ', ' ');

        var bracketed = plain.Length > 2 && Closes(plain);
        var inner = bracketed ? plain[1..^1] : plain;
        if (!bracketed) inner = Connective().Replace(inner, ",");
        var commas = TopLevel(inner, ',');
        if (!bracketed && Thousands().IsMatch(plain)) return null;
        if (commas.Count == 0) return plain is ['⦃', .., '⦄'] ? new(plain, [ReadPlain(inner, depth + 1)], '⦃', '⦄') : null;

        var items = Items(inner, commas, depth);
        if (!bracketed && items.Any(item => item is Phrase)) return null;
        return bracketed ? new(plain, items, plain[0], plain[^1]) : new(plain, items, ' ', ' ');
    }

    static ImmutableArray<AnswerValue> Items(string text, List<int> cuts, int depth)
    {
        var items = ImmutableArray.CreateBuilder<AnswerValue>();
        var start = 0;
        foreach (var cut in cuts.Append(text.Length))
        {
            if (text[start..cut].Trim() is { Length: > 0 } item) items.Add(ReadPlain(item, depth + 1));
            start = cut + 1;
        }

        return items.ToImmutable();
    }

    static Quantity? ReadQuantity(string plain)
    {
        if (Based().Match(plain) is { Success: true } based)
            return InBase(plain, based.Groups["digits"].Value.Replace(",", ""),
                int.Parse(based.Groups["base"].Value, CultureInfo.InvariantCulture));
        var (core, leading) = Currency(plain);
        if (SingleUnit().Match(core) is { Success: true } single && ExpressionParser.Parse(single.Groups["core"].Value) is { } measured)
            return new(plain, measured, Unit.Of(single.Groups["unit"].Value));
        if (ExpressionParser.Parse(core) is { } whole) return new(plain, whole, leading);
        for (var at = 1; at < core.Length; at++)
        {
            if (!StartsUnit(core, at) || !UnitWords().IsMatch(core.AsSpan(at))) continue;
            if (ExpressionParser.Parse(core.AsSpan(0, at).Trim()) is { } value) return new(plain, value, leading ?? Unit.Of(core[at..]));
        }

        return null;
    }

    static Quantity? InBase(string plain, string digits, int numberBase)
    {
        if (numberBase is < 2 or > 36 || digits.Length > 60) return null;
        var written = ExpressionParser.Parse(digits.All(char.IsAsciiDigit) ? digits : "");
        return written is null ? null : new(plain, written, null, numberBase);
    }

    static (string Core, Unit? Unit) Currency(string plain)
    {
        var sign = plain.IndexOfAny(['$', '¤', '€', '£']);
        if (sign < 0 || sign > 1 || (sign == 1 && plain[0] != '-')) return (plain, null);
        return (plain.Remove(sign, 1).Trim(), Unit.Of(plain[sign].ToString()));
    }

    static bool StartsUnit(string text, int at) =>
        text[at] is '%' or '°' or '¢' or '[' || (text[at] is '/' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]))
            || (char.IsLetter(text[at]) && text[at] is not 'π' && (!char.IsLetter(text[at - 1]) || text[at - 1] is 'π')
                && text[at - 1] is not ('\\' or '_'))
        || (text[at] is '(' && text[at - 1] is ' ');

    // Positions of a character outside all brackets.
    static List<int> TopLevel(string text, char wanted)
    {
        var found = new List<int>();
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '(' or '[' or '{' or '⦃') depth++;
            else if (text[i] is ')' or ']' or '}' or '⦄') depth--;
            else if (text[i] == wanted && depth == 0 && !(wanted is '=' && i > 0 && text[i - 1] is '<' or '>' or '!')) found.Add(i);
        }

        return found;
    }

    // Whether the first character's bracket closes at the very end; intervals may mix round and square ones.
    static bool Closes(string text)
    {
        if (text[0] is not ('(' or '[' or '⦃') || text[^1] is not (')' or ']' or '⦄')) return false;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '(' or '[' or '{' or '⦃') depth++;
            else if (text[i] is ')' or ']' or '}' or '⦄' && --depth == 0) return i == text.Length - 1;
        }

        return false;
    }

    [GeneratedRegex(@"^(?:=|≈|~|approximately|approx\.?|about|roughly|around|exactly|only|just)\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Hedge();

    [GeneratedRegex(@"^\\begin\{[pbvBV]?matrix\}(?<rows>.*?)\\end\{[pbvBV]?matrix\}$", RegexOptions.Singleline)]
    private static partial Regex Matrix();

    [GeneratedRegex(@"^(?:\\?[A-Za-z]+(?:_\{?\w+\}?)?'*|[A-Za-z]\([A-Za-z](?:,\s*[A-Za-z])*\)|[A-Z]{2,3}" +
        @"|[a-z]{1,12}(?: [a-z]{1,12}){0,3})(?:\s*∈)?$")]
    private static partial Regex Name();

    [GeneratedRegex(@",?\s+(?:and|or)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Connective();

    [GeneratedRegex(@"^[-+]?[$¤€£]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^\(?(?<digits>[0-9A-Z,]+)\)?_\{?(?<base>\d{1,2})\}?$")]
    private static partial Regex Based();

    [GeneratedRegex(@"^(?<core>[-+]?[\d.,]+(?:\s*\*\s*10\^\{?-?\d+\}?)?)\s+(?<unit>[mgshJNWVAKL])$")]
    private static partial Regex SingleUnit();

    [GeneratedRegex(@"^[\p{L}%°¢/(\[][\p{L}\d\s.^{}*/()\[\]°%'-]*$")]
    private static partial Regex UnitWords();
}
