using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cli.Tests.Curation;

public sealed class TwoProcessesTests(UndisturbedRun undisturbed)
{
    [Theory]
    [InlineData("0")]
    [InlineData("0.05")]
    public async Task Curate_TwoAtOnce_BothEndWellAndEveryFactCountsOnce(string latency)
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(endpoint: $"{{url: 'recorded:recorded.jsonl', slots: 8, latency: {latency}}}");
        using var first = CommandProcess.Curate(workshop);
        using var second = CommandProcess.Curate(workshop);
        (await first.EndAsync()).Ended(0);
        (await second.EndAsync()).Ended(0);

        var facts = (await RunFolderReader.FactsAsync(workshop)).Facts;
        Assert.Equal(Workshop.Rows, facts.OfType<IntakeFact>().Count());
        Assert.Equal(Workshop.Responses, facts.OfType<ResponseFact>().Count());
        Assert.Empty(facts.OfType<AttemptFact>());
        Assert.Equal(await undisturbed.Datasets, RunFolderReader.Datasets(workshop));
    }
}
