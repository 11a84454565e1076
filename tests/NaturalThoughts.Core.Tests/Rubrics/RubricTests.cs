using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Tests.Rubrics;

public sealed class RubricTests
{
    static readonly RubricIdentity Identity = new(Judged.Input.Question.Id, new TraceId(1), new TraceId(2));

    public static TheoryData<string> Names => [.. Rubric.Names];

    public static TheoryData<string> Formed => [.. Rubric.Names.Remove(Condensed.Rubric)];

    [Fact]
    public void Names_All_AreTheSeven() =>
        Assert.Equal(["domain", "strategies", "verbosity", "disagree", "correct", "reasoning_type", "condense"], Rubric.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_BuiltIn_FillsColumnsThereAre(string name)
    {
        var rubric = Judged.Rubric(name);
        var schema = new FeatureSchema([]);

        Assert.NotEmpty(rubric.Columns);
        Assert.All(rubric.Columns, column => Assert.NotEqual(-1, schema.Ordinal(column)));
        Assert.All(rubric.Columns, column =>
            Assert.True(rubric.Subject is not RubricSubject.Question || schema.Columns[schema.Ordinal(column)].OfQuestion));
        Assert.Equal(rubric.Role is ModelRole.Judge, rubric.Subject is RubricSubject.Baseline or RubricSubject.Reference);
    }

    [Theory]
    [MemberData(nameof(Formed))]
    public void Schema_BuiltIn_IsStrictAndInTheOrderOfTheForm(string name)
    {
        var rubric = Judged.Rubric(name);
        using var schema = JsonDocument.Parse(rubric.Schema!);
        var members = schema.RootElement.GetProperty("properties").EnumerateObject().Select(member => member.Name).ToList();
        var prompt = rubric.Render(Judged.Input).Single().Content;
        var form = prompt[(prompt.LastIndexOf('\n') + 1)..];

        AssertStrict(schema.RootElement);
        Assert.Equal(members.Order(StringComparer.Ordinal), members);
        Assert.Equal(members.OrderBy(member => form.IndexOf($"\"{member}\":", StringComparison.Ordinal)), members);
        Assert.All(members, member => Assert.Contains($"\"{member}\":", form));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Render_BuiltIn_HoldsAllTextsAndNoPlaceholder(string name)
    {
        var rubric = Judged.Rubric(name);
        var message = Assert.Single(rubric.Render(Judged.Input));

        Assert.Equal("user", message.Role);
        Assert.Contains("What is {answer} in 12 * 3?", message.Content);
        Assert.Equal(rubric.Subject is RubricSubject.Trace or RubricSubject.Answer, message.Content.Contains("Twelve times three."));
        Assert.Equal(rubric.Role is ModelRole.Judge || rubric.Subject is RubricSubject.Answer, message.Content.Contains("It is 36."));
        Assert.Equal(rubric.Subject is RubricSubject.Baseline, message.Content.Contains("It is 35."));
        Assert.Equal(rubric.Subject is RubricSubject.Reference, message.Content.Contains("thirty-six"));
        Assert.All(rubric.Placeholders.Remove("answer"), placeholder => Assert.DoesNotContain($"{{{placeholder}}}", message.Content));
    }

    [Fact]
    public void Render_OwnTemplate_KeepsBracesThatAreText()
    {
        var rubric = Judged.Rubric("domain", new()
        {
            Template = "{{question}} \\frac{1}{2} {\"a\": 1}\n{question}|{options}|{reference}|{domains}|{form}",
            Domains = ["Law", "Cooking"],
        });

        Assert.Equal("""
            {question} \frac{1}{2} {"a": 1}
            What is {answer} in 12 * 3?|A. 35
            B. 36|thirty-six|- Law: law, courts, rights, politics, government
            - Cooking|{"domain": "Law" | "Cooking", "topic": "<one to four words>"}
            """.ReplaceLineEndings("\n"), rubric.Render(Judged.Input).Single().Content);
    }

    [Fact]
    public void Of_WrongTemplate_SaysEveryProblemWithItsPlace()
    {
        var options = new RubricOptions { Template = "Compare\n  {anwser} with {strategies}.", TemplateFile = "d.md", MaxChars = 5 };
        var problems = Rubric.Of("disagree", options).Problems.Select(problem => problem.ToString()).ToList();

        const string known = "Expected {question}, {options}, {reference}, {reasoning}, {answer}, {baseline}, {form}.";
        Assert.Equal(
        [
            $"d.md:2:3: `{{anwser}}` stands for nothing here. {known} Did you mean `{{answer}}`? To write it as text, double its braces.",
            $"d.md:2:17: `{{strategies}}` stands for nothing here. {known} To write it as text, double its braces.",
            "d.md: The template does not say `{answer}`. Write `{answer}` where it shall be put in.",
            "d.md: The template does not say `{baseline}`. Write `{baseline}` where it shall be put in.",
            "d.md: The template does not say `{form}`. Write `{form}` where it shall be put in.",
            "annotate: `max_chars` of `disagree` is 5. Expected at least 1000.",
        ], problems);
    }

    [Fact]
    public void Of_WrongLists_SaysEveryProblem()
    {
        var problems = Rubric.Of("domain", new() { Domains = ["Law", "law", "?"], Topics = ["one"] }).Problems;

        Assert.Equal(
        [
            "annotate: `domains` of `domain` has the name “?”. Expected letters or digits, one line, at most 100 characters.",
            "annotate: `domains` of `domain` has names that read the same: Law, law. Expected names that differ in their letters.",
            "annotate: `topics` of `domain` has too few names: 1. Expected at least two.",
        ], problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Of_ListedTopicsNotInTheTemplate_IsAProblem()
    {
        var options = new RubricOptions { Template = "{question} {domains} {form}" };

        Assert.True(Rubric.Of("domain", options).Ok);
        Assert.Contains("{topics}", Assert.Single(Rubric.Of("domain", options with { Topics = ["one", "two"] }).Problems).What);
    }

    [Fact]
    public void Of_UnknownName_AsksForTheNearOne() =>
        Assert.Contains("Did you mean `verbosity`?", Rubric.Of("verbosty", new()).Problems.Single().ToString());

    [Fact]
    public void Identify_AnyChangeOfWhatIsAsked_IsAnotherRequest()
    {
        var question = Judged.Input.Question;
        var asked = Of(new(), Identity);
        var other = new[]
        {
            Of(new() { Template = "{answer} {baseline} {form}" }, Identity),
            Of(new() { MaxChars = 50_000 }, Identity),
            Of(new(), Identity with { Question = QuestionId.Of("another") }),
            Of(new(), Identity with { Trace = new TraceId(3) }),
            Of(new(), Identity with { Baseline = new TraceId(3) }),
            Of(new() { Template = Judged.Rubric("disagree").Template + "." }, Identity),
            Judged.Rubric("correct").Identify(Identity, question),
            Judged.Rubric("correct").Identify(Identity, question with { Reference = "35" }),
        };

        Assert.Equal(asked, Of(new(), Identity));
        Assert.Equal(asked, Judged.Rubric("disagree").Identify(Identity, question with { Text = "What  is {answer} in 12 * 3?" }));
        Assert.Equal(other.Length + 1, other.Append(asked).Distinct().Count());

        Digest Of(RubricOptions options, RubricIdentity identity) => Judged.Rubric("disagree", options).Identify(identity, question);
    }

    [Fact]
    public void Version_OtherListOrTemplate_IsAnother() =>
        Assert.Equal(3, new[]
        {
            Judged.Rubric("domain"), Judged.Rubric("domain", new() { Topics = ["a", "b"] }),
            Judged.Rubric("domain", new() { Template = "{question} {domains} {form}" }), Judged.Rubric("domain"),
        }.Select(rubric => rubric.Version).Distinct().Count());

    [Theory]
    [InlineData("domain", true, true, true)]
    [InlineData("verbosity", false, true, true)]
    [InlineData("disagree", true, true, false)]
    [InlineData("correct", true, false, true)]
    [InlineData("condense", true, true, true)]
    public void Applies_WithoutWhatItCompares_NothingIsAsked(string name, bool noReasoning, bool noReference, bool noBaseline)
    {
        var rubric = Judged.Rubric(name);
        var input = Judged.Input;

        Assert.True(rubric.Applies(input));
        Assert.Equal(noReasoning, rubric.Applies(input with { Trace = input.Trace! with { Reasoning = null } }));
        Assert.Equal(noReference, rubric.Applies(input with { Question = input.Question with { Reference = " " } }));
        Assert.Equal(noBaseline, rubric.Applies(input with { Baseline = null }));
    }

    [Fact]
    public void Applies_CondenseWithoutAnAnswer_NothingIsAsked() =>
        Assert.False(Judged.Rubric("condense").Applies(Judged.Input with { Trace = new() { Reasoning = "Hmm." } }));

    [Fact]
    public void Repair_UnreadableReply_ShowsItAndWhatIsWrong()
    {
        var rubric = Judged.Rubric("verbosity");
        var reply = Judged.Reply("""{"verbosity": 11}""");

        var messages = rubric.Repair(Judged.Input, reply, rubric.Read(reply, Judged.Input).Rejection!);

        Assert.Equal(["user", "assistant", "user"], messages.Select(message => message.Role));
        Assert.Equal(rubric.Render(Judged.Input)[0], messages[0]);
        Assert.Equal("""{"verbosity": 11}""", messages[1].Content);
        Assert.Contains("`verbosity` is “11”, outside 0 to 10.", messages[2].Content);
        Assert.Contains("\"verbosity\": <whole number from 0 to 10>", messages[2].Content);
    }

    [Fact]
    public void Repair_EmptyReply_IsOneMessage()
    {
        var message = Assert.Single(Judged.Rubric("verbosity").Repair(Judged.Input, Judged.Reply(null),
            new Rejection("unreadable-reply", "The reply is empty.")));

        Assert.Contains("The reply is empty.", message.Content);
    }

    [Fact]
    public void Repair_LongReply_IsFitted() =>
        Assert.InRange(Judged.Rubric("verbosity").Repair(Judged.Input, Judged.Reply(new string('x', 100_000)),
            new Rejection("unreadable-reply", "It rambles."))[1].Content.Length, 3_000, 4_000);

    static void AssertStrict(JsonElement schema)
    {
        if (schema.GetProperty("type").GetString() == "array") AssertStrict(schema.GetProperty("items"));
        if (schema.GetProperty("type").GetString() != "object") return;
        var members = schema.GetProperty("properties").EnumerateObject().ToList();
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(members.Select(member => member.Name),
            schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
        Assert.All(members, member => AssertStrict(member.Value));
    }
}
