namespace NaturalThoughts.Core.Expressions;

enum TokenKind
{
    Number,
    Text,
    Name,

    /// <summary>A keyword or an operator; <see cref="Token.Text"/> is its canonical form.</summary>
    Symbol,
    End,
}

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A text without its quotes, a name, a symbol, or a number's digits.</param>
/// <param name="At">0-based offset of its first character.</param>
/// <param name="Number">The number it stands for.</param>
readonly record struct Token(TokenKind Kind, string Text, int At, double Number = 0)
{
    internal bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"the text \"{Text}\"",
        _ => $"`{Text}`",
    };
}
