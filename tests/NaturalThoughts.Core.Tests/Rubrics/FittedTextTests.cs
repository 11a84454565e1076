using System.Text;
using CsCheck;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Tests.Rubrics;

/// <summary>Long traces in a prompt.</summary>
public sealed class FittedTextTests
{
    const int Most = 1_000;

    static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    static readonly Rubric Plain = Judged.Rubric("verbosity", new() { Template = "{reasoning}{form}", MaxChars = Most });
    static readonly string Form = Fitted("")["(none)".Length..];

    static string Fitted(string reasoning) =>
        Plain.Render(Judged.Input with { Trace = new() { Reasoning = reasoning } }).Single().Content;

    [Fact]
    public void Fit_ShortText_IsWhole() => Assert.Equal(new string('x', Most) + Form, Fitted(new string('x', Most)));

    [Fact]
    public void Fit_LongTextWithoutLines_KeepsThreeFifthsAndTwoFifths()
    {
        var fitted = Fitted(new string('a', 5_000) + new string('b', 5_000));

        Assert.Equal(new string('a', 564) + "\n[… 9,060 characters left out …]\n" + new string('b', 376) + Form, fitted);
    }

    [Fact]
    public void Fit_LongTextWithLines_CutsAtTheNextLine()
    {
        var lines = Enumerable.Range(0, 400).Select(line => $"This is line {line:000}.").ToList();
        var parts = Fitted(string.Join('\n', lines))[..^Form.Length].Split('\n');
        var marker = Array.FindIndex(parts, part => part.StartsWith('['));

        Assert.All(parts.Where((_, at) => at != marker), part => Assert.Contains(part, lines));
        Assert.Equal((lines[0], lines[^1]), (parts[0], parts[^1]));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("", "a")]
    public void Fit_Pairs_AreNotParted(string before, string after)
    {
        var fitted = Fitted(before + string.Concat(Enumerable.Repeat("😀", 2_000)) + after)[..^Form.Length];

        Assert.Equal(fitted, Strict.GetString(Strict.GetBytes(fitted)));
    }

    [Fact]
    public void Fit_AnyText_IsAtMostSoLongAndPartsNoPair() =>
        Gen.OneOf(Gen.Const("a"), Gen.Const("\n"), Gen.Const("😀"), Gen.Const("é")).Array[0, 4_000].Select(parts => string.Concat(parts)).Sample(text =>
        {
            var fitted = Fitted("." + text + ".")[..^Form.Length];
            Assert.InRange(fitted.Length, 0, Most);
            Assert.Equal(fitted, Strict.GetString(Strict.GetBytes(fitted)));
        });
}
