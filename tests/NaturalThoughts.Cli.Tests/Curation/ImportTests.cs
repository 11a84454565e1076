using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>Another run as a source, by commands of their own.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task Curate_RunAsSourceKilledAgainAndAgain_ImportsAllOnceAndAsksNobody()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        var (calls, (facts, _)) = (RunFolderReader.Calls(workshop), await RunFolderReader.FactsAsync(workshop));
        workshop.WriteSpec(run: "second", source: "run:r");
        for (var segments = 0; segments < 4; segments++)
        {
            using var command = CommandProcess.Curate(workshop);
            var stage = segments;
            await command.UntilAsync(() => RunFolderReader.Count(workshop, "../second/control") > 0
                && RunFolderReader.Count(workshop, "../second/shards", "*.jsonl.zst") >= stage);
            command.Signal(CommandProcess.Kill);
            await command.EndAsync();
        }

        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);

        Assert.Equal(calls, RunFolderReader.Calls(workshop));
        var (imported, again) = await RunFolderReader.FactsAsync(workshop, "second");
        Assert.Equal(0, again);
        Assert.Equal(Traces(facts), Traces(imported));
        Assert.Equal(Workshop.Questions + 3, imported.OfType<IntakeFact>().Count());
    }

    [Fact]
    public async Task Curate_RunAsSource_SaysBeforehandWhatItWouldDo()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        workshop.WriteSpec(run: "second", source: "{run: r}", temperature: "0.7");

        var checkedSpec = await RunAsync("validate", "spec.yaml");
        var preview = await RunAsync("curate", "spec.yaml", "--dry-run");
        workshop.WriteSpec(run: "second", source: "run:rr");
        var unknown = await RunAsync("validate", "spec.yaml");

        Assert.Matches(@"source\s+run r", checkedSpec.Ended(0).Out);
        Assert.Matches(
            @"responses in the sources\s+120\s+of these already paid for\s+60\s+responses to ask for\s+60\s", preview.Ended(0).Out);
        Assert.Contains("There is no run `rr` to import.", unknown.Ended(2).Said, StringComparison.Ordinal);

        async Task<CommandOutcome> RunAsync(params string[] arguments)
        {
            using var command = CommandProcess.Start(workshop, arguments);
            return await command.EndAsync();
        }
    }

    static HashSet<string> Traces(IEnumerable<Fact> facts) => [.. facts.OfType<ResponseFact>().Select(fact => $"{fact.Trace}")];
}
