using System.Text.Json;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using Orleans.Core.Internal;

namespace NaturalThoughts.Cluster.Tests.Budgets;

/// <summary>Each response takes 7 tokens, and 10 are set aside for it.</summary>
public sealed class BudgetTests
{
    const string Selection = "selections: [{name: all, where: 'true'}]";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Curate_BudgetForSomeQuestions_StopsWithinItAndSaysSo(bool twoSilos)
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        if (twoSilos) await run.JoinAsync();
        run.Ask(20);
        model.Release();

        var status = await run.FinishAsync(Spec(model, 70, Selection));

        // Nine times seven; a tenth might have taken ten.
        Assert.Equal((9, 9L, 63L, 0L), (model.Questions.Count, status.Counts.Sealed, status.Counts.Spent, status.Counts.Estimated));
        Assert.Equal((RunPhase.Done, 70L, 9), (status.Phase, status.Budget, Assert.Single(status.Selections).Taken));
        var problem = Assert.Single(status.Problems);
        Assert.Contains("63 tokens of the 70", problem.What, StringComparison.Ordinal);
        Assert.Contains("11 of 20 questions are not finished", problem.What, StringComparison.Ordinal);
        Assert.Contains("Raise `limits.output_tokens`", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curate_BudgetRaised_GoesOnWhereItStoppedWithoutConsent()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(12);
        model.Release();
        await run.FinishAsync(Spec(model, 30, Selection));

        var accepted = await run.CurateAsync(Spec(model, 1000, Selection), confirmed: false);
        Assert.True(accepted.Value?.Started);
        var status = await run.EndAsync();

        Assert.Equal((RunPhase.Done, 0, 12L, 84L), (status.Phase, status.Problems.Length, status.Counts.Sealed, status.Counts.Spent));
        Assert.Equal((12, 12), (model.Questions.Count, model.Questions.Distinct().Count()));
        Assert.Equal(12, Assert.Single(status.Selections).Taken);
    }

    [Fact]
    public async Task Curate_BudgetLowered_AsksNobodyAndKeepsWhatIsThere()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(12);
        model.Release();
        await run.FinishAsync(Spec(model, 30));

        var status = await run.FinishAsync(Spec(model, 10));

        Assert.Equal((3, 3L), (model.Questions.Count, status.Counts.Sealed));
        Assert.Contains("21 tokens of the 10", Assert.Single(status.Problems).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_AnotherSilo_SaysTheSame()
    {
        await using var model = await HeldModel.StartAsync(breaks: 2);
        await using var run = await TestRun.StartAsync();
        run.Ask(20);
        model.Release();
        var before = await run.FinishAsync(Spec(model, 70));
        await run.RestartAsync();

        var after = await run.OpenAsync();

        Assert.True(before.Counts.Estimated > 0);
        Assert.Equal(
            (before.Counts.Spent, before.Counts.Estimated, before.Budget), (after.Counts.Spent, after.Counts.Estimated, after.Budget));
        Assert.Equal(Assert.Single(before.Problems), Assert.Single(after.Problems));
        await run.Run.EnsureRunning();
        Assert.Equal(RunPhase.Idle, (await run.Run.Status()).Phase);
    }

    [Fact]
    public async Task Curate_SamplesAndABaseline_NoQuestionIsPaidForInPart()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(20);
        model.Release();
        var spec = Spec(model, 100)
            .Replace("max_tokens: 10}", $"max_tokens: 10, samples: 2}}\n  b: {{model: {HeldModel.Name}, max_tokens: 10, temperature: 0}}")
            .Replace("{teacher: t}", "{teacher: t, baseline: b}");

        var status = await run.FinishAsync(spec);

        Assert.Equal((4L, 12L, 84L), (status.Counts.Sealed, status.Counts.Responses.Values.Sum(), status.Counts.Spent));
    }

    [Fact]
    public async Task Curate_TriesThatBreakOff_CountAsWhatArrived()
    {
        await using var model = await HeldModel.StartAsync(breaks: 3);
        await using var run = await TestRun.StartAsync();
        run.Ask(6);
        model.Release();

        var status = await run.FinishAsync(Spec(model, 1000));

        var attempts = (await run.Run.Find("", 100)).SelectMany(dossier => dossier.Facts).OfType<AttemptFact>().ToList();
        Assert.Equal((3, 3L), (attempts.Count, status.Counts.Failed["broken-stream"]));
        Assert.All(attempts, attempt => Assert.InRange(attempt.Uncounted!.Value, 5, 10));
        Assert.Equal(attempts.Sum(attempt => attempt.Uncounted), status.Counts.Estimated);
        Assert.Equal(21 + status.Counts.Estimated, status.Counts.Spent);
    }

    [Fact]
    public async Task Curate_ResponsesLongerThanWasSetAside_GoesOverByThoseUnderWayOnly()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(20);
        model.Release();

        var status = await run.FinishAsync(Spec(model, 20).Replace("max_tokens: 10", "max_tokens: 4"));

        // Five times four fit; each is three longer.
        Assert.InRange(status.Counts.Spent, 20, 20 + (5 * 3));
        Assert.Equal(status.Counts.Sealed, model.Questions.Count);
        Assert.Single(status.Problems);
    }

    [Fact]
    public async Task Curate_OneShardWantsAll_HasWhatTheOtherDoesNotNeed()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        var texts = Enumerable.Range(0, 100).Select(number => $"What is {number} plus one?").ToLookup(text => QuestionId.Of(text).Shard(2));
        await File.WriteAllLinesAsync(
            Path.Combine(run.Folder, "questions.jsonl"),
            texts[0].Take(1).Concat(texts[1].Take(14)).Select(text => JsonSerializer.Serialize(new { question = text })));
        model.Release();

        var status = await run.FinishAsync(Spec(model, 15 * 7 + 3));

        Assert.Equal((15L, 105L, 0), (status.Counts.Sealed, status.Counts.Spent, status.Problems.Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Curate_ShardsOrRunBeginAnewMeanwhile_StaysWithinTheBudget(bool coordinator)
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(20);
        await run.CurateAsync(Spec(model, 70));
        await TestRun.UntilAsync(() => model.Questions.Count == 7);

        if (coordinator)
        {
            await run.Run.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
            await run.Run.EnsureRunning();
        }
        else
        {
            foreach (var shard in new[] { 0, 1 })
                await run.Grains.Shard(TestRun.Name, shard).AsReference<IGrainManagementExtension>().DeactivateOnIdle();
            // Both have begun anew once they are asked twice, and what is under way has told them.
            await run.UntilAsync(status => status.Phase is RunPhase.Traces);
            await TestRun.UntilAsync(async () => (await Task.WhenAll(
                new[] { 0, 1 }.Select(shard => run.Grains.Shard(TestRun.Name, shard).Withdraw()))).Sum(need => need.Reserved) == 70);
        }

        model.Release();
        var status = await run.EndAsync();

        Assert.Equal((RunPhase.Done, 9, 63L), (status.Phase, model.Questions.Count, status.Counts.Spent));
    }

    [Fact]
    public async Task Pause_BudgetSpent_StaysSo()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(5);
        model.Release();
        await run.FinishAsync(Spec(model, 10));

        await run.Run.Pause();

        Assert.Contains("budget is spent", Assert.Single((await run.Run.Status()).Problems).What, StringComparison.Ordinal);
    }

    static string Spec(HeldModel model, long budget, string rest = "") =>
        TestRun.Asking(model, $"limits: {{output_tokens: {budget}, attempts: 1}}\n{rest}")
            .Replace($"t: {{model: {HeldModel.Name}}}", $"t: {{model: {HeldModel.Name}, max_tokens: 10}}");
}
