using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Checks a tree against the columns and turns it into operations; goes on after a complaint, so that all come at once.</summary>
sealed partial class Binder(FeatureSchema schema, Complaints complaints)
{
    internal SortedSet<string> Columns { get; } = new(StringComparer.Ordinal);

    internal SortedSet<string> Percentiles { get; } = new(StringComparer.Ordinal);

    /// <summary>The whole expression, which must give numbers or flags as <paramref name="expected"/> says.</summary>
    internal Operation BindAs(Syntax syntax, FeatureKind expected)
    {
        var bound = Bind(syntax);
        var (wanted, name) = expected == FeatureKind.Flag
            ? (ValueKind.Flag, "a condition that is true or false")
            : (ValueKind.Number, "a number");
        if (bound.Kind == wanted || bound.Kind is ValueKind.Unknown) return bound.Operation;
        var what = bound.Kind switch
        {
            ValueKind.Number => "The expression gives a number",
            ValueKind.Flag => "The expression gives true or false",
            ValueKind.Null => "The expression is always null",
            _ => Describe(syntax, bound),
        };
        complaints.Add(syntax.At, $"{what}.", name, Advice(bound.Kind, wanted));
        return bound.Operation;
    }

    Bound Bind(Syntax syntax) => syntax switch
    {
        NumberSyntax number => Bound.Number(new Constant(number.Value)),
        TextSyntax => Bound.Text,
        FlagSyntax { Value: { } flag } => Bound.Flag(new Constant(flag ? 1 : 0)),
        FlagSyntax => Bound.Null,
        NameSyntax name => BindColumn(name),
        PrefixSyntax { Operator: "not" } not => Bound.Flag(new Negation(Require(not.Operand, ValueKind.Flag, "behind `not`"))),
        PrefixSyntax minus => Bound.Number(new Unary(Require(minus.Operand, ValueKind.Number, "behind `-`"), Kernels.Negate)),
        InfixSyntax infix => BindInfix(infix),
        BetweenSyntax between => BindBetween(between),
        InSyntax list => BindIn(list),
        IsNullSyntax isNull => BindIsNull(isNull),
        CallSyntax call => BindCall(call),
        _ => throw new InvalidOperationException($"No binding for {syntax.GetType().Name}."),
    };

    Bound BindColumn(NameSyntax name)
    {
        if (Find(name) is not { } ordinal) return Bound.Unknown;
        return schema.Columns[ordinal].Kind switch
        {
            FeatureKind.Number => Bound.Number(new ColumnRead(ordinal)),
            FeatureKind.Flag => Bound.Flag(new ColumnRead(ordinal)),
            _ => Bound.Text,
        };
    }

    int? Find(NameSyntax name)
    {
        var ordinal = schema.Ordinal(name.Name);
        if (ordinal >= 0)
        {
            Columns.Add(name.Name);
            return ordinal;
        }

        var fix = NearestName.DidYouMean(name.Name, schema.Columns.Select(column => column.Name))
            ?? (Function.All.TryGetValue(name.Name, out var function) ? $"The function is written {function.Usage}."
            : $"Columns are {string.Join(", ", schema.Columns.Select(column => column.Name))}.");
        complaints.Add(name.At, $"There is no column `{name.Name}`.", fix: fix);
        return null;
    }

    Bound BindInfix(InfixSyntax infix)
    {
        if (infix.Operator is "=" or "!=" or "<" or "<=" or ">" or ">=") return BindComparison(infix);
        var where = $"beside `{infix.Operator}`";
        if (infix.Operator is "and" or "or")
        {
            var (one, other) = (Require(infix.Left, ValueKind.Flag, where), Require(infix.Right, ValueKind.Flag, where));
            return Bound.Flag(new Connective(one, other, both: infix.Operator == "and"));
        }

        BinaryKernel kernel = infix.Operator switch
        {
            "+" => Kernels.Add,
            "-" => Kernels.Subtract,
            "*" => Kernels.Multiply,
            "/" => Kernels.Divide,
            _ => Kernels.Remainder,
        };
        var (left, right) = (Require(infix.Left, ValueKind.Number, where), Require(infix.Right, ValueKind.Number, where));
        return Bound.Number(new Binary(left, right, kernel));
    }

    Bound BindCall(CallSyntax call)
    {
        if (!Function.All.TryGetValue(call.Name, out var function))
        {
            var fix = schema.Ordinal(call.Name) >= 0 ? "It is a column: write it without parentheses."
                : NearestName.Of(call.Name, Function.All.Keys) is { } nearest ? $"Did you mean {nearest}(…)?"
                : $"Functions are {string.Join(", ", Function.All.Keys.Order(StringComparer.Ordinal))}.";
            complaints.Add(call.At, $"There is no function `{call.Name}`.", fix: fix);
            foreach (var argument in call.Arguments) Bind(argument);
            return Bound.Unknown;
        }

        if (call.Arguments.Length < function.Fewest || call.Arguments.Length > function.Most)
        {
            var count = call.Arguments.Length == 1 ? "1 argument" : $"{call.Arguments.Length} arguments";
            complaints.Add(call.At, $"`{call.Name}` is given {count}.", function.Usage);
            foreach (var argument in call.Arguments) Bind(argument);
            return Bound.Unknown;
        }

        if (call.Name == "percentile") return BindPercentile(call.Arguments[0]);
        if (call.Name == "if") return BindIf(call);
        if (call.Name == "coalesce") return BindCoalesce(call, function.Binary!);
        var operands = call.Arguments.Select(argument => Require(argument, ValueKind.Number, $"in {function.Usage}")).ToArray();
        return Bound.Number(function.Unary is { } unary
            ? new Unary(operands[0], unary)
            : operands.Aggregate((left, right) => new Binary(left, right, function.Binary!)));
    }

    Bound BindPercentile(Syntax argument)
    {
        if (argument is not NameSyntax name)
        {
            const string expected = "the name of a number column, as in percentile(reasoning_tokens)";
            complaints.Add(argument.At, "percentile takes a column, not an expression.", expected);
            return Bound.Unknown;
        }

        if (Find(name) is not { } ordinal) return Bound.Unknown;
        if (schema.Columns[ordinal].Kind != FeatureKind.Number)
        {
            complaints.Add(argument.At, $"{Describe(name, BindColumn(name))}.", "a number column in percentile(column)");
            return Bound.Unknown;
        }

        Percentiles.Add(name.Name);
        return Bound.Number(new PercentileRead(ordinal, name.Name));
    }

    Bound BindIf(CallSyntax call)
    {
        var condition = Require(call.Arguments[0], ValueKind.Flag, "as the condition of if(condition, then, otherwise)");
        var branches = call.Arguments[1..].Select(argument => (Syntax: argument, Bound: Bind(argument))).ToArray();
        var kind = Common(branches, "if");
        return new(kind, new Ternary(condition, branches[0].Bound.Operation, branches[1].Bound.Operation, Kernels.If));
    }

    Bound BindCoalesce(CallSyntax call, BinaryKernel kernel)
    {
        var parts = call.Arguments.Select(argument => (Syntax: argument, Bound: Bind(argument))).ToArray();
        var operation = parts.Select(part => part.Bound.Operation).Aggregate((left, right) => new Binary(left, right, kernel));
        return new(Common(parts, "coalesce"), operation);
    }

    /// <summary>The one kind of several values that may stand for each other.</summary>
    ValueKind Common((Syntax Syntax, Bound Bound)[] parts, string function)
    {
        var kind = ValueKind.Null;
        foreach (var (syntax, bound) in parts)
        {
            if (bound.Kind is ValueKind.Null) continue;
            if (bound.Kind is ValueKind.Unknown) return ValueKind.Unknown;
            if (bound.Kind is ValueKind.Text || (kind is not ValueKind.Null && bound.Kind != kind))
            {
                var expected = kind is ValueKind.Null ? "numbers or flags" : $"a {Name(kind)}, as before it in `{function}`";
                complaints.Add(syntax.At, $"{Describe(syntax, bound)}.", expected);
                return ValueKind.Unknown;
            }

            kind = bound.Kind;
        }

        return kind;
    }

    Operation Require(Syntax syntax, ValueKind kind, string where)
    {
        var bound = Bind(syntax);
        if (bound.Kind != kind && bound.Kind is not (ValueKind.Null or ValueKind.Unknown))
            complaints.Add(syntax.At, $"{Describe(syntax, bound)}.", $"a {Name(kind)} {where}", Advice(bound.Kind, kind));
        return bound.Operation;
    }

    static string? Advice(ValueKind given, ValueKind wanted) => (given, wanted) switch
    {
        (ValueKind.Flag, ValueKind.Number) => "Write if(…, 1, 0) to make a number of it.",
        (ValueKind.Number, ValueKind.Flag) => "Compare it with something, as in `… > 0`.",
        (ValueKind.Text, ValueKind.Flag) => "Compare it with a text, as in `… = \"a\"`.",
        _ => null,
    };

    static string Describe(Syntax syntax, Bound bound) => syntax switch
    {
        NameSyntax name => $"`{name.Name}` is a {Name(bound.Kind)} column",
        TextSyntax text => $"\"{text.Value}\" is a text",
        NumberSyntax => "This is a number",
        FlagSyntax { Value: not null } => "This is a flag (true or false)",
        CallSyntax call => $"`{call.Name}` gives a {Name(bound.Kind)}",
        _ => $"This part gives a {Name(bound.Kind)}",
    };

    static string Name(ValueKind kind) => kind switch
    {
        ValueKind.Flag => "flag (true or false)",
        ValueKind.Text => "text",
        _ => "number",
    };
}
