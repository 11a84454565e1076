using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Tests.Expressions;

/// <summary>An expression as a random tree: written out in the language, and evaluated row by row in the plainest way.</summary>
abstract record Tree
{
    internal abstract string Text { get; }

    /// <summary>The value in a row: a double, a bool or null.</summary>
    internal abstract object? Of(Row row);
}

/// <summary>A row, and the pool that percentiles are taken of.</summary>
sealed record Row(FeatureValue[] Values, FeatureValue[][] Pool)
{
    internal FeatureValue this[string column] => Values[Features.Tables.Schema.Ordinal(column)];
}

sealed record NumberTree(double Value) : Tree
{
    internal override string Text => Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    internal override object? Of(Row row) => Value;
}

sealed record LiteralTree(bool? Value) : Tree
{
    internal override string Text => Value switch { true => "true", false => "FALSE", _ => "null" };

    internal override object? Of(Row row) => Value;
}

sealed record ColumnTree(string Name) : Tree
{
    internal override string Text => Name.Contains(' ') ? $"`{Name}`" : Name;

    internal override object? Of(Row row) => row[Name] is { IsNull: false } value ? value.Flag is { } flag ? flag : value.Number : null;
}

sealed record PercentileTree(string Name) : Tree
{
    internal override string Text => $"percentile({Name})";

    internal override object? Of(Row row)
    {
        if (row[Name].IsNull) return null;
        var known = row.Pool.Select(values => values[Features.Tables.Schema.Ordinal(Name)]).Where(value => !value.IsNull).Select(value => value.Number).ToArray();
        var value = row[Name].Number;
        return (known.Count(other => other < value) + 0.5 * known.Count(other => other == value)) / known.Length;
    }
}

sealed record ArithmeticTree(string Operator, Tree Left, Tree Right) : Tree
{
    internal override string Text => $"({Left.Text} {Operator} {Right.Text})";

    internal override object? Of(Row row) => Left.Of(row) is double left && Right.Of(row) is double right
        ? Finite(Operator switch { "+" => left + right, "-" => left - right, "*" => left * right, "/" => left / right, _ => left % right })
        : null;

    internal static object? Finite(double value) => double.IsFinite(value) ? value : null;
}

sealed record CallTree(string Function, Tree[] Arguments) : Tree
{
    internal override string Text => $"{Function}({string.Join(", ", Arguments.Select(argument => argument.Text))})";

    internal override object? Of(Row row)
    {
        var values = Arguments.Select(argument => argument.Of(row)).ToArray();
        if (Function == "if") return values[0] is true ? values[1] : values[2];
        if (Function == "coalesce") return values.FirstOrDefault(value => value is not null);
        if (values.Any(value => value is null)) return null;
        var numbers = values.Cast<double>().ToArray();
        return Function switch
        {
            "min" => numbers.Min(),
            "max" => numbers.Max(),
            "abs" => Math.Abs(numbers[0]),
            "floor" => Math.Floor(numbers[0]),
            "ceil" => Math.Ceiling(numbers[0]),
            "round" => Math.Round(numbers[0], MidpointRounding.AwayFromZero),
            "log" => ArithmeticTree.Finite(ExactMath.Log(numbers[0])),
            "exp" => ArithmeticTree.Finite(ExactMath.Exp(numbers[0])),
            "sqrt" => ArithmeticTree.Finite(Math.Sqrt(numbers[0])),
            "pow" => ArithmeticTree.Finite(ExactMath.Pow(numbers[0], numbers[1])),
            _ => throw new NotSupportedException(Function),
        };
    }
}

sealed record NegateTree(Tree Operand) : Tree
{
    internal override string Text => $"- {Operand.Text}";

    internal override object? Of(Row row) => Operand.Of(row) is double number ? -number : null;
}

sealed record CompareTree(string Operator, Tree Left, Tree Right) : Tree
{
    internal override string Text => $"({Left.Text} {Operator} {Right.Text})";

    internal override object? Of(Row row)
    {
        var (left, right) = (Left.Of(row), Right.Of(row));
        if (left is null || right is null) return null;
        return Operator switch
        {
            "=" or "==" => left.Equals(right) || (left is 0.0 && right is 0.0),
            "!=" or "<>" => !(left.Equals(right) || (left is 0.0 && right is 0.0)),
            "<" => (double)left < (double)right,
            "<=" => (double)left <= (double)right,
            ">" => (double)left > (double)right,
            _ => (double)left >= (double)right,
        };
    }
}

sealed record TextTree(string Column, string[] Texts, string Operator) : Tree
{
    internal override string Text => Operator.EndsWith("in")
        ? $"({Column} {Operator} ({string.Join(", ", Texts.Select(Quoted))}))"
        : $"({Column} {Operator} {Quoted(Texts[0])})";

    internal override object? Of(Row row) => row[Column].Text is not { } text ? null
        : Operator switch { "=" => text == Texts[0], "!=" => text != Texts[0], "in" => Texts.Contains(text), _ => !Texts.Contains(text) };

    static string Quoted(string text) => text.Length % 2 == 0 ? $"\"{text}\"" : $"'{text.Replace("'", "''")}'";
}

sealed record InTree(Tree Operand, double[] Numbers, bool Negated) : Tree
{
    internal override string Text => $"({Operand.Text} {(Negated ? "not " : "")}in ({string.Join(", ", Numbers)}))";

    internal override object? Of(Row row) => Operand.Of(row) is double number ? Numbers.Any(other => other == number) != Negated : null;
}

sealed record BetweenTree(Tree Operand, Tree Low, Tree High, bool Negated) : Tree
{
    internal override string Text => $"({Operand.Text} {(Negated ? "not " : "")}between {Low.Text} and {High.Text})";

    internal override object? Of(Row row)
    {
        var between = new LogicTree("and", new CompareTree(">=", Operand, Low), new CompareTree("<=", Operand, High)).Of(row);
        return Negated ? between is bool known ? !known : null : between;
    }
}

sealed record IsNullTree(Tree Operand, bool Negated) : Tree
{
    internal override string Text => $"({Operand.Text} is {(Negated ? "not " : "")}null)";

    internal override object? Of(Row row) =>
        (Operand is ColumnTree { Name: "domain" or "source" } column ? row[column.Name].IsNull : Operand.Of(row) is null) != Negated;
}

sealed record NotTree(Tree Operand) : Tree
{
    internal override string Text => $"(not {Operand.Text})";

    internal override object? Of(Row row) => Operand.Of(row) is bool known ? !known : null;
}

sealed record LogicTree(string Operator, Tree Left, Tree Right) : Tree
{
    internal override string Text => $"({Left.Text} {Operator} {Right.Text})";

    internal override object? Of(Row row)
    {
        var decisive = Operator == "or";
        var (left, right) = (Left.Of(row), Right.Of(row));
        if (left is bool one && one == decisive || right is bool other && other == decisive) return decisive;
        return left is null || right is null ? null : !decisive;
    }
}
