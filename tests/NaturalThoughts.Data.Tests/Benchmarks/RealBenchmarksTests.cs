using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Benchmarks;
using NaturalThoughts.Data.Tests.Intake;

namespace NaturalThoughts.Data.Tests.Benchmarks;

/// <summary>Public pools against public benchmarks.</summary>
public sealed class RealBenchmarksTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Find_Gsm8kQuestionsWithSolutions_AreAllInGsm8k()
    {
        var found = await FindAsync("gsm8k/example_model_solutions.jsonl", "question", "gsm8k/test.jsonl");

        Assert.Equal((1_319, 1_319), (found.Count, found.Count(one => one.Ngram is null)));
    }

    [Fact]
    public async Task Find_R1MathQuestions_OneIsInMath500AndElevenShareThirteenWords()
    {
        var found = await FindAsync("r1-math/traces.json", "problem_text", "benchmarks/math500.jsonl");

        // The one with all its words shares thirteen in a row, too.
        Assert.Equal((11, 1), (found.Count, found.Count(one => one.Ngram is null)));
        Assert.All(found, one => Assert.True(Words(one.Matched) >= 13, one.Matched));
    }

    [Fact]
    public async Task Find_Gsm8kQuestions_NoneIsInMath500() =>
        Assert.Empty(await FindAsync("gsm8k/test.jsonl", "question", "benchmarks/math500.jsonl"));

    async Task<List<Contamination>> FindAsync(string pool, string column, string benchmark)
    {
        var folder = SharedData.Folder();
        var clean = new CleanSpec { Decontaminate = [new() { Path = benchmark }] };
        var index = (await BenchmarkFiles.ReadAsync(clean, folder, CancellationToken.None)).Value!.Index;
        var source = new SourceSpec { Path = pool, Name = "pool", Columns = new() { Question = column } };
        var text = new NormalText();
        var rows = await Sample.Read(source, folder);
        var found = rows.Select(row => index.Find(row.Intake.Question!, text)).OfType<Contamination>().ToList();
        foreach (var one in found.Where(one => one.Ngram is not null))
            output.WriteLine($"{one.Detail} {one.Matched.ReplaceLineEndings(" ")}");
        return found;
    }

    static int Words(string text)
    {
        var normal = new NormalText();
        normal.Read(text);
        return normal.Words.Length;
    }
}
