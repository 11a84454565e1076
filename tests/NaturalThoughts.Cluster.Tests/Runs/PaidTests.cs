using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class PaidTests
{
    [Fact]
    public async Task Curate_AnotherPrompt_SaysWhatItCostsFirstAndKeepsBothAnswersApart()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(3);
        model.Release();
        var spec = TestRun.Asking(model)
            .Replace("{teacher: t}", "{teacher: t, baseline: b}").Replace("models:", $"models:\n  b: {{model: {HeldModel.Name}, temperature: 0}}");
        await run.FinishAsync(spec);
        var other = spec.Replace($"t: {{model: {HeldModel.Name}}}", $"t: {{model: {HeldModel.Name}, prompt: 'Think: {{question}}'}}");

        var asked = await run.CurateAsync(other, confirmed: false);
        Assert.False(asked.Value?.Started);
        Assert.Equal(("t", 3), (Assert.Single(asked.Value!.Orphaned).Model, asked.Value.Orphaned[0].Count));
        Assert.Equal(6, model.Questions.Count);

        var status = await run.FinishAsync(other);
        Assert.Equal((9L, 3L), (status.Counts.Responses.Values.Sum(), status.Counts.Traces));
        Assert.Equal(3, model.Questions.Count(question => question.StartsWith("Think: ", StringComparison.Ordinal)));

        status = await run.FinishAsync(spec);
        Assert.Equal((9, 3L), (model.Questions.Count, status.Counts.Traces));
    }

    [Fact]
    public async Task Curate_OtherAnnotators_JudgesAnewWhatIsThere()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(3);
        model.Release();
        const string incomplete = "selections: [{name: cut, where: not complete}]";
        await run.FinishAsync(TestRun.Asking(model, incomplete));

        var status = await run.FinishAsync(TestRun.Asking(model, incomplete + "\nlimits: {response_tokens: 1}\nannotate: [cues, repetition]"));

        Assert.Equal(3, Assert.Single(status.Selections).Taken);
        Assert.Equal(3, model.Questions.Count);
    }
}
