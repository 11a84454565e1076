using CsCheck;

namespace NaturalThoughts.Core.Tests.Rubrics;

/// <summary>Replies that no model should write.</summary>
public sealed class HostileReplyTests
{
    static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "'", ":", ",", "\\", "\\u12", "verbosity", "7", " ", "\n", "<think>", "</think>", "“", "\ud800", "{\"a\":",
        "```",
    ];

    [Fact]
    public void Read_AnyText_GivesValuesOrAReason()
    {
        var rubrics = Core.Rubrics.Rubric.Names.Select(name => Judged.Rubric(name)).ToList();
        Gen.OneOf(Pieces.Select(Gen.Const).ToArray()).Array[0, 40].Select(parts => string.Concat(parts)).Sample(reply =>
        {
            foreach (var rubric in rubrics)
            {
                var reading = rubric.Read(Judged.Reply(reply), Judged.Input);
                if (reading.Ok) Assert.Subset(reading.Values.Keys.ToHashSet(), rubric.Columns.ToHashSet());
                else Assert.Contains(reading.Rejection.Reason, (string[])["unreadable-reply", "refused"]);
            }
        });
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\" ")]
    [InlineData("[{\"a\": \"b")]
    [InlineData("verbosity and ")]
    public void Read_HundredThousandOpeningsAndAReply_FindsTheReply(string opening)
    {
        var noise = string.Concat(Enumerable.Repeat(opening, 100_000 / opening.Length));

        Assert.StartsWith("unreadable-reply: ", Judged.Read("verbosity", noise));
        Assert.Equal("verbosity 4", Judged.Read("verbosity", "{\"verbosity\": 4}\n" + noise));
    }
}
