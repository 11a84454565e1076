using CsCheck;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Tests.Features;

namespace NaturalThoughts.Core.Tests.Expressions;

public sealed class ExpressionTests
{
    [Fact]
    public void Evaluate_AnyNumber_AsThePlainInterpreter() =>
        Gen.Select(Trees.Number(3), Tables.Rows(30)).Sample((tree, rows) => Agree(tree, rows, FeatureKind.Number), iter: 2000, print: Print);

    [Fact]
    public void Evaluate_AnyCondition_AsThePlainInterpreter() =>
        Gen.Select(Trees.Flag(3), Tables.Rows(30)).Sample((tree, rows) => Agree(tree, rows, FeatureKind.Flag), iter: 2000, print: Print);

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("10 - 4 - 3", 3)]
    [InlineData("12 / 3 / 2", 2)]
    [InlineData("-2 * -3", 6)]
    [InlineData("- -2", 2)]
    [InlineData("2 - -2", 4)]
    [InlineData("7 % 4 * 2", 6)]
    [InlineData("-7 % 4", -3)]
    [InlineData(".5 + 1.", 1.5)]
    [InlineData("1e3 + 1E-1", 1000.1)]
    [InlineData("round(2.5) + round(-2.5)", 0)]
    [InlineData("min(1, 2, -3) + max(4, 5)", 2)]
    [InlineData("if(1 < 2, 10, 20)", 10)]
    [InlineData("if(not 1 < 2, 10, 20)", 20)]
    [InlineData("if(disagree, 10, 20)", 20)]
    [InlineData("if(true or false and false, 1, 0)", 1)]
    [InlineData("if(1 between 0 and 2 and 3 in (3), 1, 0)", 1)]
    [InlineData("coalesce(score, 3)", 3)]
    [InlineData("if(score is null AND domain IS NOT NULL, 1, 0)", 1)]
    [InlineData("if(domain = \"it's\" and 'it''s' = domain, 1, 0)", 1)]
    [InlineData("`reward model` * 2", 5)]
    [InlineData("if(-1 in (-1, 2), 1, 0)", 1)]
    [InlineData("sqrt(9) + pow(2, 10) + exp(0) + log(1) + abs(-4) + floor(1.7) + ceil(1.2)", 1035)]
    [InlineData("score", double.NaN)]
    [InlineData("score * 0", double.NaN)]
    [InlineData("pow(score, 0)", double.NaN)]
    [InlineData("pow(1, score)", double.NaN)]
    [InlineData("min(1, score)", double.NaN)]
    [InlineData("1 / 0", double.NaN)]
    [InlineData("0 / 0", double.NaN)]
    [InlineData("5 % 0", double.NaN)]
    [InlineData("log(0)", double.NaN)]
    [InlineData("log(-1)", double.NaN)]
    [InlineData("sqrt(-1)", double.NaN)]
    [InlineData("exp(1000)", double.NaN)]
    [InlineData("1e308 * 10", double.NaN)]
    public void Evaluate_Number_Gives(string text, double expected) => Assert.Equal(expected, Single(text, FeatureKind.Number));

    [Theory]
    [InlineData("complete", 1)]
    [InlineData("not complete", 0)]
    [InlineData("disagree", double.NaN)]
    [InlineData("not disagree", double.NaN)]
    [InlineData("disagree and false", 0)]
    [InlineData("disagree or true", 1)]
    [InlineData("disagree and true", double.NaN)]
    [InlineData("disagree or false", double.NaN)]
    [InlineData("disagree = disagree", double.NaN)]
    [InlineData("disagree is null", 1)]
    [InlineData("score > 1", double.NaN)]
    [InlineData("score in (1, 2)", double.NaN)]
    [InlineData("score not in (1, 2)", double.NaN)]
    [InlineData("5 between score and 3", 0)]
    [InlineData("5 between score and 8", double.NaN)]
    [InlineData("5 not between score and 3", 1)]
    [InlineData("topic = 'x'", double.NaN)]
    [InlineData("topic not in ('x')", double.NaN)]
    [InlineData("topic is null", 1)]
    [InlineData("domain != 'elsewhere'", 1)]
    [InlineData("domain in ('elsewhere')", 0)]
    [InlineData("0 = -0", 1)]
    [InlineData("complete = true and complete <> false", 1)]
    [InlineData("not complete = false", 1)]
    [InlineData("reasoning_tokens\n  >= 100 -- 1", 1)]
    public void Evaluate_Condition_Gives(string text, double expected) => Assert.Equal(expected, Single(text, FeatureKind.Flag));

    [Fact]
    public void Evaluate_ManyBlocks_EachRowItsOwn()
    {
        var rows = Enumerable.Range(0, 9000).Select(row => Tables.Nulls(("reasoning_tokens", FeatureValue.Of(row)))).ToArray();
        var snapshot = Tables.Of(rows).Snapshot();
        var result = new double[7000];
        Compiled("reasoning_tokens * 2 + (1 - (2 - reasoning_tokens))", FeatureKind.Number).Evaluate(snapshot, 1234, result, Percentiles.None);
        Assert.Equal(Enumerable.Range(1234, 7000).Select(row => row * 2.0 + (1 - (2 - (double)row))), result);
    }

    [Fact]
    public void Compile_GoodExpression_NamesItsColumns()
    {
        var expression = Compiled("percentile(verbosity) + if(domain = 'Law', score, percentile(reasoning_tokens))", FeatureKind.Number);
        Assert.Equal(["domain", "reasoning_tokens", "score", "verbosity"], expression.Columns);
        Assert.Equal(["reasoning_tokens", "verbosity"], expression.Percentiles);
    }

    [Fact]
    public void Evaluate_OtherSchema_Throws()
    {
        var snapshot = new FeatureTable(new(["other"])).Snapshot();
        Assert.Throws<ArgumentException>(() => Compiled("complete", FeatureKind.Flag).Evaluate(snapshot, 0, [], Percentiles.None));
    }

    [Fact]
    public void Evaluate_PercentileWithoutHistogram_Throws()
    {
        var snapshot = Tables.Of([Tables.Nulls()]).Snapshot();
        Assert.Throws<ArgumentException>(() => Compiled("percentile(score)", FeatureKind.Number).Evaluate(snapshot, 0, new double[1], Percentiles.None));
    }

    static double Single(string text, FeatureKind kind)
    {
        var row = Tables.Nulls(
            ("complete", FeatureValue.Of(true)), ("domain", FeatureValue.Of("it's")), ("reward model", FeatureValue.Of(2.5)),
            ("reasoning_tokens", FeatureValue.Of(123)));
        var result = new double[1];
        Compiled(text, kind).Evaluate(Tables.Of([row]).Snapshot(), 0, result, Percentiles.None);
        return result[0];
    }

    static Expression Compiled(string text, FeatureKind kind)
    {
        var compiled = Expression.Compile(text, Tables.Schema, kind);
        Assert.True(compiled.Ok, string.Join('\n', compiled.Problems));
        return compiled.Value;
    }

    static void Agree(Tree tree, FeatureValue[][] rows, FeatureKind kind)
    {
        var compiled = Compiled(tree.Text, kind);
        var snapshot = Tables.Of(rows).Snapshot();
        var histograms = compiled.Percentiles.Select(column => ColumnHistogram.Of(snapshot, Tables.Schema.Ordinal(column)));
        var result = new double[rows.Length];
        compiled.Evaluate(snapshot, 0, result, Percentiles.Of(histograms).Value!);
        for (var row = 0; row < rows.Length; row++)
        {
            var expected = tree.Of(new(rows[row], rows)) switch { null => double.NaN, true => 1, false => 0, double number => number, var other => throw new InvalidCastException($"{other}") };
            Assert.True(expected.Equals(result[row]), $"row {row}: {expected:R} expected, {result[row]:R} found");
        }
    }

    static string Print((Tree Tree, FeatureValue[][] Rows) sample) =>
        $"{sample.Tree.Text}\n" + string.Join('\n', sample.Rows.Select(row => string.Join(' ', Tables.Schema.Columns.Zip(row, (column, value) => $"{column.Name}={value}"))));
}
