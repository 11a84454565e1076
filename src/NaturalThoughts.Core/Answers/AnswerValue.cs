using System.Collections.Immutable;

namespace NaturalThoughts.Core.Answers;

/// <summary>What an answer's text says, read as far as it can be read.</summary>
/// <param name="Plain">The text in plain notation.</param>
abstract record AnswerValue(string Plain)
{
    /// <summary>Lower-case words and symbols; what texts are compared by when nothing better is known.</summary>
    public string Words { get; } = Notation.Words(Plain);
}

/// <summary>A number or formula, perhaps with a unit or a base.</summary>
sealed record Quantity(string Plain, Expression Value, Unit? Unit = null, int? Base = null) : AnswerValue(Plain)
{
    /// <summary>What it is said to equal (the y of y = 2x + 3); null when it stands alone.</summary>
    public Expression? Subject { get; init; }

    /// <summary>A single capital letter: it may name an option that is not known here.</summary>
    public bool IsLetter => Plain is [>= 'A' and <= 'J'];
}

/// <summary>A relation between two formulas.</summary>
sealed record Equation(string Plain, Expression Left, Expression Right) : AnswerValue(Plain);

/// <summary>A tuple, interval, set, matrix or bare list.</summary>
/// <param name="Plain">The text in plain notation.</param>
/// <param name="Items">The elements as written.</param>
/// <param name="Open">Opening bracket; blank for a bare list.</param>
/// <param name="Close">Closing bracket.</param>
sealed record Listing(string Plain, ImmutableArray<AnswerValue> Items, char Open, char Close) : AnswerValue(Plain)
{
    /// <summary>Whether the order of the elements says nothing.</summary>
    public bool Unordered => Open is '⦃' or ' ' or '∪';
}

/// <summary>Words.</summary>
sealed record Phrase(string Plain) : AnswerValue(Plain);
