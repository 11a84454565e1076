using System.Buffers;
using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Expressions;

/// <summary>
/// A condition or a number over a trace's columns, as recipes write it. It can only compute: no loops, no input, no output.
/// </summary>
/// <remarks>
/// <c>or</c>, <c>and</c>, <c>not</c>; <c>= == != &lt;&gt; &lt; &lt;= &gt; &gt;=</c>, <c>[not] between a and b</c>, <c>[not] in (…)</c>,
/// <c>is [not] null</c>; <c>+ -</c>; <c>* / %</c>; unary <c>-</c>; from weak to strong. Texts stand in single or double quotes (a quote
/// inside is doubled), column names that are no plain words in backquotes. Functions: <c>abs ceil coalesce exp floor if log max min
/// percentile pow round sqrt</c>.
/// Null is SQL's: it propagates, <c>and</c>/<c>or</c> know three values, <c>if</c> takes its last part where the condition is null.
/// Division by zero, logarithms of 0 and everything else without a finite result are null. <c>round</c> takes halves away from zero,
/// <c>%</c> the sign of its left side. All steps have the same bits on every CPU.
/// </remarks>
public sealed class Expression
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>Deepest nesting of parentheses, arguments and prefixes.</summary>
    public const int MaxDepth = 64;

    /// <summary>Most parts: numbers, texts, names, operators, calls.</summary>
    public const int MaxNodes = 1000;

    internal const int BlockRows = 1024;

    readonly Operation _operation;
    readonly FeatureSchema _schema;

    Expression(string text, FeatureSchema schema, FeatureKind kind, Operation operation, Binder binder)
    {
        Text = text;
        Kind = kind;
        _schema = schema;
        _operation = operation;
        Columns = [.. binder.Columns];
        Percentiles = [.. binder.Percentiles];
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it gives numbers or flags.</summary>
    public FeatureKind Kind { get; }

    /// <summary>Names of all columns it reads, in name order.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Names of the columns whose percentiles it reads.</summary>
    public ImmutableArray<string> Percentiles { get; }

    /// <summary>Checks and compiles an expression; problems carry 1-based lines and columns within <paramref name="text"/>.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="schema">The columns it may name.</param>
    /// <param name="expected">Number for a weight or a rank, Flag for a condition.</param>
    public static Checked<Expression> Compile(string text, FeatureSchema schema, FeatureKind expected)
    {
        if (expected is not (FeatureKind.Number or FeatureKind.Flag)) throw new ArgumentOutOfRangeException(nameof(expected));
        if (text.Length > MaxLength)
            return new([new Problem($"The expression has {text.Length:N0} characters.", null, 1, 1, $"at most {MaxLength:N0}")]);

        var complaints = new Complaints(text);
        var tokens = new Scanner(text, complaints).Scan();
        if (complaints.Any || new Parser(tokens, complaints).Parse() is not { } tree) return new(complaints.InOrder);
        var binder = new Binder(schema, complaints);
        var operation = binder.BindAs(tree, expected);
        return complaints.Any ? new(complaints.InOrder) : new(new Expression(text, schema, expected, operation, binder));
    }

    /// <summary>
    /// Evaluates rows from <paramref name="start"/> on, as many as <paramref name="result"/> takes, hidden ones too: NaN is null,
    /// flags are 1 and 0.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The rows have other columns than the expression was compiled for, or a column's percentiles are missing.
    /// </exception>
    public void Evaluate(FeatureSnapshot rows, int start, Span<double> result, Percentiles percentiles)
    {
        Require(rows);
        var scratch = ArrayPool<double>.Shared.Rent(_operation.Temporaries * BlockRows);
        try
        {
            for (var done = 0; done < result.Length; done += BlockRows)
            {
                var block = result.Slice(done, Math.Min(BlockRows, result.Length - done));
                _operation.Evaluate(new(rows, start + done, percentiles), block, scratch);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scratch);
        }
    }

    /// <summary>The flags of a block of the table's rows, hidden ones too.</summary>
    internal void Test(FeatureSnapshot rows, int block, RowMask into, Percentiles percentiles)
    {
        Require(rows);
        var scratch = ArrayPool<double>.Shared.Rent(FeatureTable.BlockRows + _operation.Temporaries * BlockRows);
        try
        {
            _operation.Test(new(rows, block * FeatureTable.BlockRows, percentiles), rows.RowsOf(block), into, scratch);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scratch);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    void Require(FeatureSnapshot rows)
    {
        if (!ReferenceEquals(rows.Schema, _schema) && !_schema.HoldsWhat(rows.Schema))
            throw new ArgumentException("The rows have other columns than the expression was compiled for.", nameof(rows));
    }
}
