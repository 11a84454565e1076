using System.Collections.Immutable;

namespace NaturalThoughts.Core.Expressions;

/// <summary>A part of an expression as it was written.</summary>
/// <param name="At">0-based offset of its first character.</param>
abstract record Syntax(int At);

/// <summary>A number.</summary>
sealed record NumberSyntax(int At, double Value) : Syntax(At);

/// <summary>A quoted text.</summary>
sealed record TextSyntax(int At, string Value) : Syntax(At);

/// <summary>True or false; null is neither.</summary>
sealed record FlagSyntax(int At, bool? Value) : Syntax(At);

/// <summary>A column.</summary>
sealed record NameSyntax(int At, string Name) : Syntax(At);

/// <summary>- or not.</summary>
sealed record PrefixSyntax(int At, string Operator, Syntax Operand) : Syntax(At);

/// <summary>An operator between two parts.</summary>
sealed record InfixSyntax(string Operator, Syntax Left, Syntax Right) : Syntax(Left.At);

/// <summary>Between, bounds included.</summary>
sealed record BetweenSyntax(Syntax Operand, Syntax Low, Syntax High, bool Negated) : Syntax(Operand.At);

/// <summary>One of a list.</summary>
sealed record InSyntax(Syntax Operand, ImmutableArray<Syntax> Items, bool Negated) : Syntax(Operand.At);

/// <summary>Is null, is not null.</summary>
sealed record IsNullSyntax(Syntax Operand, bool Negated) : Syntax(Operand.At);

/// <summary>A function's call.</summary>
sealed record CallSyntax(int At, string Name, ImmutableArray<Syntax> Arguments) : Syntax(At);
