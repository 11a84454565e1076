using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Recorded;
using NaturalThoughts.Inference.Tests.Support;

namespace NaturalThoughts.Inference.Tests.Recorded;

public sealed class RecordedEndpointTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GenerateAsync_StoredRow_ComesAsAResponse()
    {
        using var endpoint = Open("""
            {"question":"What is  2 + 3?\n","model":"m","content":"5","reasoning":"hm","finish_reason":"length","usage":{"prompt_tokens":7,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":4}}}
            """);
        var request = Make.Request();

        var generated = Assert.IsType<Generated>(await endpoint.GenerateAsync(request, 0, Make.Patient, default));

        var expected = new Response
        {
            Request = request.Digest, Model = "m", Role = ModelRole.Teacher, Content = "5", Reasoning = "hm", FinishReason = "length",
            Usage = new TokenUsage(7, 9, 4), Endpoint = "recorded:r.jsonl",
        };
        Assert.Equal(expected, generated.Response);
    }

    [Fact]
    public async Task GenerateAsync_RowsWithoutSample_NumberedAsTheyStand()
    {
        using var endpoint = Open($$"""
            {"question_id":"{{QuestionId.Of("q")}}","model":"m","content":"first"}

            {"question":"q","model":"n","content":"other model"}
            {"question":"q","model":"m","content":"second"}
            {"question":"q","model":"m","sample":5,"content":"sixth"}
            """);

        Assert.Equal("first", await ContentAsync(endpoint, "m", 0));
        Assert.Equal("second", await ContentAsync(endpoint, "m", 1));
        Assert.Equal("sixth", await ContentAsync(endpoint, "m", 5));
        Assert.Equal("other model", await ContentAsync(endpoint, "n", 0));
        Assert.Equal(["m", "n"], (await endpoint.DiscoverAsync(default)).Models.Select(model => model.Id));
    }

    [Fact]
    public async Task GenerateAsync_Judgement_TheRowThatSaysMostPreciselyWhatItIsAbout()
    {
        using var endpoint = Open($$"""
            {"question":"q","model":"m","content":"the answer"}
            {"question":"q","model":"m","rubric":"verbosity","content":"any"}
            {"question":"q","model":"m","rubric":"verbosity","about":"r1","content":"of r1"}
            {"question":"q","model":"m","rubric":"verbosity","about":"r1","about_sample":1,"content":"of its second"}
            {"question":"q","model":"m","rubric":"verbosity","about":"{{new TraceId(7)}}","content":"of that one"}
            {"question":"q","model":"m","rubric":"verbosity","content":"any, again"}
            {"question":"q","model":"m","rubric":"verbosity","repair":true,"content":"mended"}
            """);

        Assert.Equal("any", await JudgedAsync(new(1), "v3", 0));
        Assert.Equal("any, again", await JudgedAsync(new(1), "v3", 0, sample: 1));
        Assert.Equal("of r1", await JudgedAsync(new(1), "r1", 0));
        Assert.Equal("of its second", await JudgedAsync(new(1), "r1", 1));
        Assert.Equal("of that one", await JudgedAsync(new(7), "r1", 1));
        Assert.Equal("mended", await JudgedAsync(new(7), "r1", 1, repair: true));
        Assert.Equal("the answer", await ContentAsync(endpoint, "m", 0));
        var refused = await endpoint.GenerateAsync(Judging(null, null, 0) with { Model = "n" }, 0, Make.Patient, default);
        Assert.Contains("rubric `verbosity`", Assert.IsType<Refused>(refused).Rejection.Detail, StringComparison.Ordinal);

        async Task<string?> JudgedAsync(TraceId about, string writer, int writerSample, int sample = 0, bool repair = false) =>
            ((Generated)await endpoint.GenerateAsync(Judging(about, writer, writerSample, repair), sample, Make.Patient, default))
                .Response.Content;
    }

    [Fact]
    public async Task GenerateAsync_NoSuchRow_NotRecorded()
    {
        using var endpoint = Open("""{"question":"q","model":"m","content":"a"}""");

        var refused = Assert.IsType<Refused>(await endpoint.GenerateAsync(Make.Request(question: "other"), 0, Make.Patient, default));

        Assert.Equal(("not-recorded", false), (refused.Rejection.Reason, refused.Retryable));
        Assert.Contains(QuestionId.Of("other").ToString(), refused.Rejection.Detail);
    }

    [Fact]
    public async Task GenerateAsync_Latency_TakesThatLongOnTheClock()
    {
        var time = new FakeTimeProvider();
        _folder.Write("r.jsonl", """{"question":"What is 2 + 3?","model":"m","content":"a"}""");
        using var endpoint = new RecordedEndpoint(
            RecordedFile.Open(_folder.Named("r.jsonl"), "r.jsonl").Value!, TimeSpan.FromSeconds(3), time);

        var generating = endpoint.GenerateAsync(Make.Request(), 0, Make.Patient, default);
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(generating.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.IsType<Generated>(await generating);
    }

    [Fact]
    public async Task GenerateAsync_CallsNoted_EachOnceWhoeverAsks()
    {
        var file = _folder.Write("r.jsonl", """{"question":"What is 2 + 3?","model":"m","content":"a"}""");
        using var one = Opened();
        using var two = Opened();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(sample =>
            (sample % 2 == 0 ? one : two).GenerateAsync(Make.Request(), sample, Make.Patient, default)));

        var judging = Judging(new(7), "r1", 0, repair: true) with { Question = QuestionId.Of("What is 2 + 3?") };
        await one.GenerateAsync(judging, 3, Make.Patient, default);

        var expected = Enumerable.Range(0, 50).Select(sample => $"{QuestionId.Of("What is 2 + 3?")}\tm\t{sample}")
            .Append($"{QuestionId.Of("What is 2 + 3?")}\tm\t3\tverbosity\t{new TraceId(7)}\trepair");
        Assert.Equal(expected.Order(StringComparer.Ordinal), File.ReadAllLines(_folder.Named("calls")).Order(StringComparer.Ordinal));

        RecordedEndpoint Opened() =>
            new(RecordedFile.Open(file, "r").Value!, TimeSpan.Zero, TimeProvider.System, new(_folder.Named("calls")));
    }

    [Fact]
    public void Open_BadRows_EveryProblemWithItsLine()
    {
        var file = _folder.Write("r.jsonl", """
            {"question":"q","model":"m","content":"a"}
            {"question":"q","content":"a"}
            not json
            {"question":"q","model":"m","sample":0,"content":"again"}
            {"question_id":"xyz","model":"m","content":"a"}
            {"question":"q2","model":"m"}
            {"question":"q3","model":"m","about":"r1","content":"a"}
            {"question":"q3","model":"m","rubric":"verbosity","about_sample":1,"content":"a"}
            {"question":"q3","model":"m","rubric":"verbosity","repair":"yes","content":"a"}
            """);

        var problems = RecordedFile.Open(file, "r.jsonl").Problems;

        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], problems.Select(problem => problem.Line));
        Assert.All(problems, problem => Assert.StartsWith("r.jsonl:", problem.ToString()));
    }

    [Fact]
    public void Open_NoSuchFile_Problem() =>
        Assert.Equal("r.jsonl", Assert.Single(RecordedFile.Open(_folder.Named("none"), "r.jsonl").Problems).Where);

    [Fact]
    public void Find_RowsOfAnyLength_ReadBackWhole()
    {
        // Long rows cross the reader's buffer; a last line without a line feed and a byte order mark are as good as any.
        Gen.Char.AlphaNumeric.Array[1, 150_000].Select(chars => new string(chars)).Array[1, 6].Sample(
            texts =>
            {
                var rows = texts.Select(text => $$"""{"question":"q","model":"m","content":"{{text}}"}""");
                var file = _folder.Write("long.jsonl", "\uFEFF" + string.Join("\r\n", rows));
                using var recorded = RecordedFile.Open(file, "long.jsonl").Value!;
                return texts.Length == recorded.Count
                    && texts.Select((text, sample) => recorded.Find(Make.Request(question: "q"), sample)?.Content == text).All(same => same);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 20,
            threads: 1);
    }

    RecordedEndpoint Open(string rows) =>
        new(RecordedFile.Open(_folder.Write("r.jsonl", rows), "r.jsonl").Value!, TimeSpan.Zero, TimeProvider.System);

    static ModelRequest Judging(TraceId? about, string? writer, int writerSample, bool repair = false) => Make.Request(question: "q") with
    {
        Role = ModelRole.Annotator,
        Rubric = new() { Rubric = "verbosity", Schema = "{}", About = about, Writer = writer, WriterSample = writerSample, Repair = repair },
    };

    static async Task<string?> ContentAsync(RecordedEndpoint endpoint, string model, int sample) =>
        ((Generated)await endpoint.GenerateAsync(Make.Request(model, "q"), sample, Make.Patient, default)).Response.Content;
}
