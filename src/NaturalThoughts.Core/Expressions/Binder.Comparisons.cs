using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Expressions;

/// <content>Comparisons, lists and null tests.</content>
sealed partial class Binder
{
    Bound BindComparison(InfixSyntax infix)
    {
        if (MissesQuotes(infix.Left, infix.Right) || MissesQuotes(infix.Right, infix.Left)) return Bound.Unknown;
        var left = Bind(infix.Left);
        var right = Bind(infix.Right);
        if (left.Kind is ValueKind.Unknown || right.Kind is ValueKind.Unknown) return Bound.Unknown;
        if (left.Kind is ValueKind.Null || right.Kind is ValueKind.Null)
            return Refuse(infix, "A comparison with null is never true.", fix: "Write `is null` or `is not null`.");
        if (left.Kind != right.Kind)
        {
            var what = $"{Describe(infix.Left, left)}, but it is compared with a {Name(right.Kind)}.";
            return Refuse(infix, what, $"a {Name(left.Kind)} on both sides");
        }

        if (left.Kind is ValueKind.Text) return BindTextComparison(infix);
        if (left.Kind is ValueKind.Flag && infix.Operator is not ("=" or "!="))
            return Refuse(infix, $"Flags (true or false) have no order for `{infix.Operator}`.", "`=` or `!=`");
        BinaryKernel kernel = infix.Operator switch
        {
            "=" => Logic.Equal,
            "!=" => Logic.NotEqual,
            "<" => Logic.Less,
            "<=" => Logic.LessOrEqual,
            ">" => Logic.Greater,
            _ => Logic.GreaterOrEqual,
        };
        return Bound.Flag(new Binary(left.Operation, right.Operation, kernel));
    }

    Bound BindTextComparison(InfixSyntax infix)
    {
        if (infix.Operator is not ("=" or "!="))
            return Refuse(infix, $"Texts have no order for `{infix.Operator}`.", "`=`, `!=` or `in`");
        var (name, text) = (infix.Left, infix.Right) switch
        {
            (NameSyntax column, TextSyntax value) => (column, value),
            (TextSyntax value, NameSyntax column) => (column, value),
            _ => default((NameSyntax, TextSyntax)?),
        } ?? default;
        return name is null
            ? Refuse(infix, "Two texts are compared of which not exactly one is a column.", "a text column and a text in quotes")
            : Bound.Flag(new TextIn(schema.Ordinal(name.Name), [text.Value], infix.Operator == "!="));
    }

    Bound BindBetween(BetweenSyntax between)
    {
        var operands = new[] { between.Operand, between.Low, between.High }
            .Select(part => Require(part, ValueKind.Number, "in `… between … and …`")).ToArray();
        return Negate(new Ternary(operands[0], operands[1], operands[2], Logic.Between), between.Negated);
    }

    Bound BindIn(InSyntax list)
    {
        var operand = Bind(list.Operand);
        if (operand.Kind is ValueKind.Unknown) return Bound.Unknown;
        if (operand.Kind is ValueKind.Text && list.Operand is NameSyntax column)
        {
            var texts = list.Items.Select(item => item is TextSyntax text ? text.Value : Odd(item, "a text in quotes")).ToArray();
            return Bound.Flag(new TextIn(schema.Ordinal(column.Name), [.. texts.OfType<string>().Distinct()], list.Negated));
        }

        if (operand.Kind is not ValueKind.Number)
            return Refuse(list, $"{Describe(list.Operand, operand)}.", "a number or a text column before `in`");
        var numbers = list.Items.Select(item => item switch
        {
            NumberSyntax number => number.Value,
            PrefixSyntax { Operator: "-", Operand: NumberSyntax number } => -number.Value,
            _ => Odd(item, "a number") is null ? double.NaN : 0,
        }).ToArray();
        return Negate(new Unary(operand.Operation, Logic.In(numbers)), list.Negated);
    }

    Bound BindIsNull(IsNullSyntax isNull)
    {
        var operand = Bind(isNull.Operand);
        if (operand.Kind is ValueKind.Unknown) return Bound.Unknown;
        if (operand.Kind is not ValueKind.Text) return Negate(new Unary(operand.Operation, Logic.IsNull), isNull.Negated);
        return isNull.Operand is NameSyntax column
            ? Bound.Flag(new TextIsNull(schema.Ordinal(column.Name), isNull.Negated))
            : Refuse(isNull, $"{Describe(isNull.Operand, operand)} and never null.", "a column or a computed value before `is null`");
    }

    /// <summary>Whether a text column is compared with a name that is no column: the text's quotes were forgotten.</summary>
    bool MissesQuotes(Syntax column, Syntax other)
    {
        if (column is not NameSyntax name || other is not NameSyntax word || schema.Ordinal(word.Name) >= 0) return false;
        if (schema.Ordinal(name.Name) is var ordinal && (ordinal < 0 || schema.Columns[ordinal].Kind != FeatureKind.Text)) return false;
        complaints.Add(word.At, $"There is no column `{word.Name}`.", fix: $"A text is written in quotes: \"{word.Name}\".");
        return true;
    }

    string? Odd(Syntax item, string expected)
    {
        complaints.Add(item.At, "This does not fit into the list behind `in`.", expected);
        return null;
    }

    Bound Refuse(Syntax syntax, string what, string? expected = null, string? fix = null)
    {
        complaints.Add(syntax.At, what, expected, fix);
        return Bound.Unknown;
    }

    static Bound Negate(Operation flag, bool negated) => Bound.Flag(negated ? new Negation(flag) : flag);
}
