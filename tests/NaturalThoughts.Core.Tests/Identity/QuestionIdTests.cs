using System.Text.RegularExpressions;
using CsCheck;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Core.Tests.Identity;

public sealed class QuestionIdTests
{
    const string Signs = "  \n\t\r\u00A0\u2028\u0085\u200Babé\u0301";

    static readonly Gen<string> Spaced =
        Gen.Int[0, Signs.Length - 1].Select(at => Signs[at]).Array[0, 12].Select(signs => new string(signs));

    [Fact]
    public void Of_AnyWhiteSpace_IsThatOfTheTextARegexFolds() => Spaced.Sample(text =>
        Assert.Equal(
            Digest.Of("question", Regex.Replace(Nfc.Of(text), @"\s+", " ").Trim()).Value, QuestionId.Of(text).Value));
}
