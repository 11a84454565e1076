using System.Text.Json;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>A run whose questions and traces a recorded model judges.</summary>
public sealed class JudgedTests
{
    const string Judge = "judge-7b";
    const int Judgements = 4 * Workshop.Questions;

    static readonly (string Rubric, string Content)[] Replies =
    [
        ("domain", """{"domain": "Science", "topic": "Products"}"""), ("verbosity", """Sure! {"verbosity": "4"}"""),
        ("disagree", """{"verdict": "different"}"""), ("correct", """{"verdict": "correct"}"""),
    ];

    [Fact]
    public async Task Curate_RecordedJudge_FillsTheColumnsAndSaysWhoDid()
    {
        using var workshop = Make();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        (await Outcome.OfAsync("status", "r", "--root", workshop.Root)).Prints(
            $"responses: annotator {Judge} domain", $"responses: judge {Judge} correct", $"verbosity: verbosity by annotator {Judge}");
        Assert.Equal(Workshop.Responses + Judgements, RunFolderReader.Calls(workshop).Distinct().Count());
        Assert.Equal(Workshop.Responses + Judgements, RunFolderReader.Calls(workshop).Count);

        var card = File.ReadAllText(Path.Combine(workshop.Root, "r", "datasets", "spread", "README.md"));
        Assert.Contains($"domain by annotator {Judge}", card, StringComparison.Ordinal);
        var question = RunFolderReader.Calls(workshop)[0].Split('\t')[0];
        var shown = await Outcome.OfAsync("show", "r", question, "--root", workshop.Root);
        shown.Prints($"judge {Judge}, disagree of trace", $"annotator {Judge}, domain", "domain Science, topic products");
    }

    [Fact]
    public async Task Curate_RubricChanged_SaysWhatItCostsAndAsksForConsent()
    {
        using var workshop = Make();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        var calls = RunFolderReader.Calls(workshop).Count;
        workshop.Write("spec.yaml", File.ReadAllText(workshop.Spec)
            .Replace("[domain, ", "[{domain: {topics: [Products, Sums]}}, ", StringComparison.Ordinal));

        var refused = (await CommandProcess.CurateToEndAsync(workshop)).Ended(2);
        Assert.Contains(
            "60 responses of annotator `j` for `domain` no longer match the spec: up to 60 calls, about 420 output tokens at 7 each",
            string.Join(' ', refused.Said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        (await CommandProcess.CurateToEndAsync(workshop, "--yes")).Ended(0);
        Assert.All(RunFolderReader.Calls(workshop).Skip(calls), call => Assert.Contains("\tdomain\t", call, StringComparison.Ordinal));
        Assert.Equal(calls + Workshop.Questions, RunFolderReader.Calls(workshop).Count);
    }

    [Fact]
    public async Task Curate_KilledWhileItIsJudged_EndsAsUndisturbedAndPaysNothingTwice()
    {
        using var calm = Make();
        (await CommandProcess.CurateToEndAsync(calm)).Ended(0);
        using var workshop = Make(latency: ", latency: 0.05");
        var paid = new HashSet<string>();
        for (var life = 0; life < 6; life++)
        {
            var before = RunFolderReader.Calls(workshop).Count;
            using (var command = CommandProcess.Curate(workshop))
            {
                await command.UntilAsync(() => RunFolderReader.Calls(workshop).Count >= before + 25 + 10 * life);
                command.Signal(CommandProcess.Kill);
                Assert.Equal(137, (await command.EndAsync()).ExitCode);
            }

            Assert.DoesNotContain(RunFolderReader.Calls(workshop).Skip(before), paid.Contains);
            paid = await RunFolderReader.CommittedAsync(workshop);
        }

        var resumed = RunFolderReader.Calls(workshop).Count;
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.DoesNotContain(RunFolderReader.Calls(workshop).Skip(resumed), paid.Contains);
        Assert.Equal(Workshop.Responses + Judgements, RunFolderReader.Calls(workshop).Distinct().Count());
        Assert.Equal(RunFolderReader.Datasets(calm), RunFolderReader.Datasets(workshop));
    }

    static Workshop Make(string latency = "")
    {
        var workshop = new Workshop();
        workshop.WriteSpec(
            endpoint: $"{{url: 'recorded:recorded.jsonl', slots: 8{latency}}}",
            source: "{path: questions.jsonl, license: MIT, columns: {question: question, reference: answer}}",
            annotate: "annotate: [domain, verbosity, cues, disagree, correct]");
        workshop.Write("spec.yaml", File.ReadAllText(workshop.Spec)
            .Replace("roles: {", "roles: {annotator: j, judge: j, ", StringComparison.Ordinal)
            .Replace("models:", $"models:\n  j: {{model: {Judge}, temperature: 0, max_tokens: 200}}", StringComparison.Ordinal));
        var recorded = File.ReadAllLines(Path.Combine(workshop.Folder, "recorded.jsonl"));
        workshop.Write("recorded.jsonl", string.Join('\n', recorded.Concat(
            from row in recorded
            let question = JsonDocument.Parse(row).RootElement.GetProperty("question").GetString()
            where row.Contains(Workshop.Teacher, StringComparison.Ordinal)
            from reply in Replies
            select JsonSerializer.Serialize(new
            {
                question, model = Judge, rubric = reply.Rubric, content = reply.Content, usage = new { completion_tokens = 7 },
            }))));
        return workshop;
    }
}
