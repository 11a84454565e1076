using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Data.Tests.Intake;

public sealed class MappingTests : IDisposable
{
    readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData("a.b", """{"a.b":"whole","a":{"b":"parts"}}""", "whole")]
    [InlineData("a.b", """{"a":{"b":"parts"}}""", "parts")]
    [InlineData("a.b.c", """{"a":{"b.c":"tail"}}""", "tail")]
    [InlineData("a.b.c", """{"a.b":{"x":1},"a":{"b":{"c":"deep"}}}""", "deep")]
    [InlineData("r.0.text", """{"r":[{"text":"first"},{"text":"last"}]}""", "first")]
    [InlineData("r.-1.text", """{"r":[{"text":"first"},{"text":"last"}]}""", "last")]
    [InlineData("r.0", """{"r":{"0":"key"}}""", "key")]
    [InlineData("a|b", """{"a":"","b":"second"}""", "second")]
    [InlineData("a | b.c", """{"a":null,"b":{"c":"second"}}""", "second")]
    [InlineData("m.last(role=assistant,gpt).c", """{"m":[{"role":"gpt","c":"1"},{"role":"user","c":"2"},{"role":"assistant","c":"3"}]}""", "3")]
    [InlineData("m.only(role=user).c", """{"m":[{"role":"system","c":"1"},{"role":"user","c":[{"type":"text","text":"par"},{"type":"image"},{"type":"text","text":"ts"}]}]}""", "parts")]
    [InlineData("m.only(role=user).c", """{"m":[{"role":"user","c":"1"},{"role":"user","c":"2"}]}""", "multi-turn")]
    [InlineData("a.b", """{"a":"text"}""", "missing-question")]
    [InlineData("r.7", """{"r":["x"]}""", "missing-question")]
    [InlineData("a", """{"a":" \n"}""", "missing-question")]
    [InlineData("a", """{"a":null}""", "missing-question")]
    [InlineData("a", """{"a":7}""", "wrong-type")]
    [InlineData("a", """{"a":{"text":"x"}}""", "wrong-type")]
    public async Task Read_Path_LeadsThere(string path, string row, string outcome) =>
        Assert.Equal([$"1:{outcome}"], (await _sample.ReadText(row, Mapped(new() { Question = path }))).Outcomes());

    [Fact]
    public async Task Read_MissingQuestion_NamesTheColumnsThereAre()
    {
        var row = Assert.Single(await _sample.ReadText("""{"prompt":"x","n":1}"""));
        Assert.Equal("The row has no `question`; its columns are `prompt`, `n`.", row.Intake.Rejected?.Detail);
        Assert.Empty(row.Responses);
    }

    [Theory]
    [InlineData("""["x","y"]""", "Q?", "Q?\n\nA. x\nB. y", "x|y")]
    [InlineData("""["A. x","B. y"]""", "Q?", "Q?\n\nA. x\nB. y", "x|y")]
    [InlineData("""["(A) x","(B) y"]""", "Q?", "Q?\n\nA. x\nB. y", "x|y")]
    [InlineData("""["A. x","B. y"]""", "Q?\\nChoices:\\nA. x\\nB. y", "Q?\nChoices:\nA. x\nB. y", "x|y")]
    [InlineData("""["x","y"]""", "Q? (A) x (B) y", "Q? (A) x (B) y", "x|y")]
    [InlineData("""["x","y"]""", "Q? A. x", "Q? A. x\n\nA. x\nB. y", "x|y")]
    [InlineData("""["A. Lincoln","G. Washington"]""", "Who?", "Who?\n\nA. A. Lincoln\nB. G. Washington", "A. Lincoln|G. Washington")]
    [InlineData("""[7,true]""", "Q?", "Q?\n\nA. 7\nB. true", "7|true")]
    [InlineData("""{"A":"x","B":"y"}""", "Q?", "Q?\n\nA. x\nB. y", "x|y")]
    [InlineData("[]", "Q?", "Q?", "")]
    [InlineData("null", "Q?", "Q?", "")]
    public async Task Read_Options_ArePartOfTheQuestionAndKeptBare(string options, string question, string text, string bare)
    {
        var row = Assert.Single(await _sample.ReadText(
            $$"""{"question":"{{question}}","options":{{options}}}""", Mapped(new() { Options = "options" })));
        Assert.Equal((text, bare), (row.Intake.Question!.Text, string.Join('|', row.Intake.Question.Options)));
        Assert.Equal(QuestionId.Of(text), row.Intake.Question.Id);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("[\"x\",null]")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27]")]
    public async Task Read_UnusableOptions_RejectTheRow(string options)
    {
        var text = $$"""{"question":"Q","options":{{options}}}""";
        var row = Assert.Single(await _sample.ReadText(text, Mapped(new() { Options = "options" })));
        Assert.Equal("wrong-type", row.Intake.Rejected?.Reason);
    }

    [Fact]
    public async Task Read_Statements_TextNumbersAndLicences()
    {
        var source = Sample.Source() with
        {
            License = "mit",
            Columns = new() { Reference = "answer", Domain = "d", Topic = "t", License = "l" },
            Features = ImmutableSortedDictionary.CreateRange("abcde".Select(letter => KeyValuePair.Create($"{letter}", $"s.{letter}"))),
        };
        var rows = await _sample.ReadText(
            """
            {"question":"1","answer":42,"d":" Maths ","t":"","l":"cc-by-4.0","s":{"a":0.5,"b":" 7 ","c":true,"d":"n/a","e":null}}
            {"question":"2","answer":{"v":1},"d":3}
            """, source);
        var first = rows[0].Intake.Question!;
        Assert.Equal(("42", "cc-by-4.0", "sample"), (first.Reference, first.License, first.Source));
        Assert.Equal([("domain", "Maths")], first.Labels.Select(label => (label.Key, label.Value)));
        Assert.Equal([("a", 0.5), ("b", 7), ("c", 1)], first.Scores.Select(score => (score.Key, score.Value)));
        Assert.Equal("not-a-number", Assert.Single(rows[0].Notes).Reason);

        var second = rows[1].Intake.Question!;
        Assert.Equal((null, "mit", "3"), (second.Reference, second.License, second.Labels["domain"]));
        Assert.Equal("wrong-type", Assert.Single(rows[1].Notes).Reason);
    }

    [Fact]
    public async Task Read_Responses_HaveContentDigestsAndSamplesByRoleAndModel()
    {
        var source = With(
            new()
            {
                Role = ModelRole.Teacher,
                Each = "r",
                ModelColumn = "m",
                Content = "c",
                Reasoning = "t",
                FinishReason = "f",
                Tokens = "n",
                ReasoningTokens = "k",
            },
            new() { Role = ModelRole.Baseline, Model = "x", Content = "b" });
        var row = Assert.Single(await _sample.ReadText(
            """{"question":"q","r":[{"m":"x","c":"one","t":"why","f":"max_tokens","n":"12","k":3},{"m":"y","c":"two"},{"m":"x","c":"three","f":"stop"}],"b":"four"}""", source));

        Assert.Equal(
            ["Teacher x 0 one", "Teacher y 0 two", "Teacher x 1 three", "Baseline x 0 four"],
            Enumerable.Range(0, 4).Select(at => row.Response(at)).Select(said => $"{said.Role} {said.Model} {said.Sample} {said.Content}"));
        Assert.Equal(Digest.Of("import", "teacher", "x", "one", "why"), row.Response().Request);
        Assert.Equal(Digest.Of("import", "baseline", "x", "four", ""), row.Response(3).Request);
        var first = row.Response();
        Assert.Equal(("why", "length", new TokenUsage(null, 12, 3)), (first.Reasoning, first.FinishReason, first.Usage!.Value));
        Assert.Equal((null, "stop", null), (row.Response(2).Reasoning, row.Response(2).FinishReason, row.Response(2).Usage));
        var fact = (ResponseFact)row.Responses[2];
        Assert.Equal((row.Intake.Question!.Id, row.Intake.Origin), (fact.Question, fact.Origin));
    }

    [Theory]
    [InlineData("""{"c":null}""", "empty-response")]
    [InlineData("""{"c":" "}""", "empty-response")]
    [InlineData("""{}""", "empty-response")]
    [InlineData("""{"c":["x"]}""", "wrong-type")]
    [InlineData("""{"c":"\udc00"}""", "invalid-unicode")]
    [InlineData("""{"c":"x","e":"no"}""", "source-error")]
    [InlineData("""{"c":"x","e":{"message":"no","code":5}}""", "source-error")]
    [InlineData("""{"c":"x","e":{"code":5}}""", "source-error")]
    [InlineData("""{"c":"x","e":false}""", null)]
    [InlineData("""{"c":"x","e":""}""", null)]
    [InlineData("""{"t":"only thoughts"}""", null)]
    public async Task Read_FailedResponse_IsAnAttemptAndTheQuestionStays(string response, string? reason)
    {
        var map = new ResponseMap { Role = ModelRole.Teacher, Model = "m", Each = "r", Content = "c", Reasoning = "t", Error = "e" };
        var row = Assert.Single(await _sample.ReadText($$"""{"question":"q","r":[{"c":"fine"},{{response}}]}""", With(map)));
        Assert.NotNull(row.Intake.Question);
        Assert.Equal("fine", row.Response().Content);
        Assert.Equal(reason, (row.Responses[1] as AttemptFact)?.Failure.Reason);
        if (reason is not null) Assert.Equal((1, "m"), (row.Attempt(1).Sample, row.Attempt(1).Model));
    }

    [Fact]
    public async Task Read_ResponseWithoutModelsName_IsAnAttempt()
    {
        var map = new ResponseMap { Role = ModelRole.Teacher, ModelColumn = "m", Content = "c" };
        var row = Assert.Single(await _sample.ReadText("""{"question":"q","c":"x"}""", With(map)));
        Assert.Equal(("missing-model", "unknown"), (row.Attempt().Failure.Reason, row.Attempt().Model));
    }

    [Fact]
    public async Task Read_ListNotThereOrOfAnotherType_IsAnAttemptNullIsToo()
    {
        var rows = await _sample.ReadText("""
            {"question":"1"}
            {"question":"2","r":null}
            {"question":"3","r":"text"}
            {"question":"4","r":[]}
            """, With(new ResponseMap { Role = ModelRole.Teacher, Model = "m", Each = "r", Content = "" }));
        Assert.Equal(["empty-response", "empty-response", "wrong-type"], rows.Take(3).Select(row => row.Attempt().Failure.Reason));
        Assert.Empty(rows[3].Responses);
    }

    [Fact]
    public async Task Read_Error_IsOnePlainLine()
    {
        var map = Sample.Teacher("c") with { Error = "e" };
        var page = "502 -<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<h1>502 Bad Gateway</h1>a &lt; b</body></html>";
        string[] errors = [page, new('x', 1000)];
        var rows = await _sample.ReadText(
            string.Join('\n', errors.Select(error => JsonSerializer.Serialize(new { question = "q", e = error }))), With(map));
        Assert.Equal("502 - 502 Bad Gateway a < b", rows[0].Attempt().Failure.Detail);
        Assert.Equal(240, rows[1].Attempt().Failure.Detail.Length);
    }

    [Fact]
    public async Task Read_SameFileTwice_SameFacts()
    {
        var generate = Gen.String[Gen.Char.AlphaNumeric, 1, 8].Array[1, 20];
        await generate.SampleAsync(async words =>
        {
            var objects = words.Select((word, at) => new { question = word, c = at % 3 == 0 ? null : word });
            var text = string.Join('\n', objects.Select(row => JsonSerializer.Serialize(row)));
            var first = await _sample.ReadText(text, With(Sample.Teacher("c")));
            var second = await _sample.ReadText(text, With(Sample.Teacher("c")));
            Assert.Equal(words.Length, first.Count);
            Assert.Equal(Keys(first), Keys(second));
            Assert.Equal(first.Count, first.Select(row => row.Intake.Key).Distinct().Count());
        }, iter: 20, threads: 1);

        static List<Digest> Keys(List<IntakeRow> rows) =>
            [.. rows.SelectMany(row => row.Responses.Append(row.Intake)).Select(fact => fact.Key)];
    }

    [Fact]
    public void Check_Mistakes_AllAtOnce()
    {
        var source = With(new ResponseMap { Role = ModelRole.Teacher, Content = "" }) with { Preset = "opener1" };
        var problems = SourceReader.Check(source);
        Assert.Equal(3, problems.Length);
        Assert.Contains(problems, problem => problem.Fix!.Contains("`openr1`", StringComparison.Ordinal));
        Assert.Empty(SourceReader.Check(Sample.Source("openr1")));
    }

    static SourceSpec With(params ResponseMap[] responses) => Mapped(new() { Responses = [.. responses] });

    static SourceSpec Mapped(ColumnMap columns) => Sample.Source() with { Columns = columns };
}
