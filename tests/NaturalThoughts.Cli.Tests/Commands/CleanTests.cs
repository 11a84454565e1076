using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cli.Tests.Commands;

/// <summary>A run that cleans its questions.</summary>
[Collection(nameof(CommandTests))]
public sealed class CleanTests(CuratedRun run)
{
    // Of the twelve, “What is 3 times 3?” is a benchmark's.
    const string Name = "cleaned";

    [Fact]
    public async Task Show_RemovedQuestion_SaysWhyAndWhatItHasInCommon()
    {
        run.Write("bench.jsonl", """{"problem": "what is 3 times 3"}""");
        run.Write("more.jsonl",
            """{"q": "Which of all the many numbers below one hundred is the largest prime of them all, tell me?", "text": "97"}""",
            """{"q": "Which of all the many numbers below one hundred is the largest prime of them all, tell us?", "text": "97"}""");
        var spec = run.Write("cleaned.yaml", CuratedRun.SpecText(Name).Replace("source:\n  path", "source:\n- path").Replace(
            "limits:",
            """
            - {path: more.jsonl, columns: {question: q, responses: [{role: teacher, model: m, content: text}]}}
            clean: {near_duplicates: 0.8, decontaminate: bench.jsonl}
            limits:
            """));

        (await run.RunAsync("validate", spec)).Prints("benchmarks", "bench.jsonl: 1 question");
        (await run.RunAsync("curate", spec, "--dry-run")).Prints("of these removed: contaminated");
        (await run.RunAsync("curate", spec)).Prints("cleaned  done", "removed: contaminated", "removed: near-duplicate");
        var (contaminated, near) = (QuestionId.Of("What is 3 times 3? "), QuestionId.Of(Prime("us")));
        (await run.RunAsync("show", Name, contaminated.ToString())).Prints(
            "removed contaminated: All its words are those of `bench.jsonl:1`.", "what it has in common", "What is 3 times 3");
        (await run.RunAsync("show", Name, near.ToString())).Prints(
            "removed near-duplicate: Both have 0.867 of their shingles in common.", $"question {QuestionId.Of(Prime("me"))}", "tell me?");
        var shown = (await run.RunAsync("show", Name, near.ToString(), "--json")).Json.GetProperty("removed");
        Assert.Equal((Prime("me"), "near-duplicate"), (shown.GetProperty("matched").GetString(), shown.GetProperty("reason").GetString()));
        var kept = await run.RunAsync("show", Name, QuestionId.Of(Prime("me")).ToString(), "--json");
        Assert.False(kept.Json.TryGetProperty("removed", out _));
    }

    static string Prime(string whom) =>
        $"Which of all the many numbers below one hundred is the largest prime of them all, tell {whom}?";
}
