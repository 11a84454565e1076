using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Tests.Features;

namespace NaturalThoughts.Core.Tests.Expressions;

public sealed class WrongExpressionTests
{
    [Theory]
    [InlineData("", "1:1: The expression ends where a value should stand.")]
    [InlineData("complete and", "1:13: The expression ends where a value should stand.")]
    [InlineData("reasoning_token > 3", "1:1: There is no column `reasoning_token`. Did you mean `reasoning_tokens`?")]
    [InlineData("complete and\n  verbosty < 3", "2:3: There is no column `verbosty`. Did you mean `verbosity`?")]
    [InlineData("complete and log > 2", "1:14: There is no column `log`. The function is written log(x).")]
    [InlineData("verbosity", "1:1: The expression gives a number. Expected a condition that is true or false.")]
    [InlineData("null", "1:1: The expression is always null.")]
    [InlineData("domain", "1:1: `domain` is a text column.")]
    [InlineData("1 < verbosity < 3", "1:15: Comparisons cannot be chained.")]
    [InlineData("verbosity > 'a'", "1:1: `verbosity` is a number column, but it is compared with a text.")]
    [InlineData("complete = 1", "1:1: `complete` is a flag (true or false) column, but it is compared with a number.")]
    [InlineData("complete < true", "1:1: Flags (true or false) have no order for `<`.")]
    [InlineData("domain < 'a'", "1:1: Texts have no order for `<`.")]
    [InlineData("domain = source", "1:1: Two texts are compared of which not exactly one is a column.")]
    [InlineData("domain = Science", "1:10: There is no column `Science`. A text is written in quotes: \"Science\".")]
    [InlineData("domain = null", "1:1: A comparison with null is never true. Write `is null` or `is not null`.")]
    [InlineData("domain in ('a', 3)", "1:17: This does not fit into the list behind `in`. Expected a text in quotes.")]
    [InlineData("sample in (1, score)", "1:15: This does not fit into the list behind `in`. Expected a number.")]
    [InlineData("complete in (true)", "1:1: `complete` is a flag (true or false) column.")]
    [InlineData("sample in 3", "1:11: `3` stands where `(` should.")]
    [InlineData("not sample", "1:5: `sample` is a number column. Expected a flag (true or false) behind `not`.")]
    [InlineData("complete and sample", "1:14: `sample` is a number column. Expected a flag (true or false) beside `and`.")]
    [InlineData("complete + 1 > 2", "1:1: `complete` is a flag (true or false) column. Expected a number beside `+`. Write if(…, 1, 0)")]
    [InlineData("logg(2) > 1", "1:1: There is no function `logg`. Did you mean log(…)?")]
    [InlineData("sample(2) > 1", "1:1: There is no function `sample`. It is a column: write it without parentheses.")]
    [InlineData("pow(2) > 1", "1:1: `pow` is given 1 argument. Expected pow(base, exponent).")]
    [InlineData("percentile(sample + 1) > 0.5", "1:12: percentile takes a column, not an expression.")]
    [InlineData("percentile(domain) > 0.5", "1:12: `domain` is a text column. Expected a number column")]
    [InlineData("if(sample, 1, 2) > 1", "1:4: `sample` is a number column. Expected a flag (true or false) as the condition")]
    [InlineData("if(complete, 1, true) > 1", "1:17: This is a flag (true or false). Expected a number, as before it in `if`.")]
    [InlineData("coalesce(domain, 'x') = 'x'", "1:10: `domain` is a text column. Expected numbers or flags.")]
    [InlineData("(complete and (correct)", "1:24: The end stands where `)` should. Expected `)` to close `(` at character 1.")]
    [InlineData("complete)", "1:9: `)` does not belong here.")]
    [InlineData("complete correct", "1:10: `correct` does not belong here. Expected an operator or the end.")]
    [InlineData("complete & correct", "1:10: `&` is not part of the language. Write `and`.")]
    [InlineData("complete || correct", "1:10: `||` is not part of the language. Write `or`.")]
    [InlineData("!complete", "1:1: `!` is not part of the language. Write `not`.")]
    [InlineData("sample ** 2 > 1", "1:8: `**` is not part of the language. Write pow(a, b).")]
    [InlineData("domain = 'Science", "1:10: The quote ' is never closed.")]
    [InlineData("domain = “Science", "1:10: `“` is not part of the language. Use straight quotes.")]
    [InlineData("sample > 1e999", "1:10: The number 1e999 is too large.")]
    [InlineData("sample > 5k", "1:10: `5k` is neither a number nor a name.")]
    [InlineData("sample > 1.2.3", "1:10: `1.2.3` is neither a number nor a name.")]
    [InlineData("sample is 3", "1:11: `3` stands where `null` should.")]
    [InlineData("sample not 3", "1:12: `3` stands behind `not`. Expected `in` or `between`.")]
    [InlineData("sample between 1, 3", "1:17: `,` stands where `and` should.")]
    [InlineData("'a' is null", "1:1: \"a\" is a text and never null.")]
    [InlineData("sample > + 3", "1:10: `+` stands where a value should.")]
    [InlineData("log() > 1", "1:1: `log` is given 0 arguments. Expected log(x).")]
    public void Compile_WrongCondition_SaysWhatAndWhere(string text, string problem)
    {
        var compiled = Expression.Compile(text, Tables.Schema, FeatureKind.Flag);
        Assert.False(compiled.Ok);
        Assert.StartsWith(problem, compiled.Problems[0].ToString());
        Assert.Single(compiled.Problems);
    }

    [Theory]
    [InlineData("complete", "1:1: The expression gives true or false. Expected a number. Write if(…, 1, 0)")]
    [InlineData("'a'", "1:1: \"a\" is a text. Expected a number.")]
    [InlineData("-domain", "1:2: `domain` is a text column. Expected a number behind `-`.")]
    [InlineData("min(1, complete)", "1:8: `complete` is a flag (true or false) column. Expected a number in min(a, b, …).")]
    public void Compile_WrongNumber_SaysWhatAndWhere(string text, string problem)
    {
        var compiled = Expression.Compile(text, Tables.Schema, FeatureKind.Number);
        Assert.StartsWith(problem, Assert.Single(compiled.Problems).ToString());
    }

    [Fact]
    public void Compile_SeveralMistakes_AllAtOnceInOrder()
    {
        const string text = "complet and\nverbosity > 'a' or\n  samplee + correct > lg(2)";
        var problems = Expression.Compile(text, Tables.Schema, FeatureKind.Flag).Problems;
        Assert.Equal([(1, 1), (2, 1), (3, 3), (3, 13), (3, 23)], problems.Select(problem => (problem.Line!.Value, problem.Column!.Value)));
    }

    [Fact]
    public void Compile_SeveralBadCharacters_AllAtOnce() =>
        Assert.Equal(
            [8, 14],
            Expression.Compile("sample ^ 2 > $3", Tables.Schema, FeatureKind.Flag).Problems.Select(problem => problem.Column!.Value));

    [Fact]
    public void Compile_TooLong_NamesTheBound()
    {
        Assert.True(Expression.Compile("complete" + new string(' ', 4088), Tables.Schema, FeatureKind.Flag).Ok);
        var problems = Expression.Compile("complete" + new string(' ', 4089), Tables.Schema, FeatureKind.Flag).Problems;
        Assert.Contains("at most 4,096", Assert.Single(problems).ToString());
    }

    [Theory]
    [InlineData("(", "1", ")", 64)]
    [InlineData("-", "1", "", 64)]
    [InlineData("abs(", "1", ")", 64)]
    [InlineData("1 + (2 * ", "1", ")", 64)]
    public void Compile_TooDeep_NamesTheBound(string open, string inner, string close, int most)
    {
        string Nest(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
        Assert.True(Expression.Compile(Nest(most), Tables.Schema, FeatureKind.Number).Ok);
        var problems = Expression.Compile(Nest(most + 1), Tables.Schema, FeatureKind.Number).Problems;
        Assert.Contains("nests more than 64 deep", Assert.Single(problems).What);
    }

    [Fact]
    public void Compile_TooManyParts_NamesTheBound()
    {
        Assert.True(Expression.Compile(string.Join('+', Enumerable.Repeat("1", 500)), Tables.Schema, FeatureKind.Number).Ok);
        var problems = Expression.Compile(string.Join('+', Enumerable.Repeat("1", 501)), Tables.Schema, FeatureKind.Number).Problems;
        Assert.Contains("more than 1,000 parts", Assert.Single(problems).What);
    }
}
