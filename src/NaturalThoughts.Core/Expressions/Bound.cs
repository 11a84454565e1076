namespace NaturalThoughts.Core.Expressions;

/// <summary>What a part of an expression gives.</summary>
enum ValueKind
{
    Number,
    Flag,
    Text,

    /// <summary>The literal null, which fits anywhere.</summary>
    Null,

    /// <summary>Something that was complained about already.</summary>
    Unknown,
}

/// <summary>A part that has been checked.</summary>
readonly record struct Bound(ValueKind Kind, Operation Operation)
{
    internal static Bound Unknown { get; } = new(ValueKind.Unknown, new Constant(double.NaN));

    internal static Bound Null { get; } = new(ValueKind.Null, new Constant(double.NaN));

    /// <summary>A text has no operation of its own: comparisons look at its column.</summary>
    internal static Bound Text { get; } = new(ValueKind.Text, new Constant(double.NaN));

    internal static Bound Number(Operation operation) => new(ValueKind.Number, operation);

    internal static Bound Flag(Operation operation) => new(ValueKind.Flag, operation);
}
