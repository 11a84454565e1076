namespace NaturalThoughts.Cli.Tests.Curation;

public sealed class CrashTests(UndisturbedRun undisturbed)
{
    const string Slow = "{url: 'recorded:recorded.jsonl', slots: 4, latency: 0.05}";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Curate_KilledAgainAndAgain_EndsAsUndisturbedAndPaysNothingTwice(int seed)
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(endpoint: Slow);
        var random = new Random(seed);
        var paid = new HashSet<string>();
        foreach (var (stage, reached) in Points(workshop, random))
        {
            await LiveAsync(workshop, paid, async command =>
            {
                await command.UntilAsync(reached);
                command.Signal(CommandProcess.Kill);
                var outcome = await command.EndAsync();
                Assert.True(outcome.ExitCode is 0 or 137, $"{stage}: {outcome.ExitCode}\n{outcome.Error}");
            });
        }

        await LiveAsync(workshop, paid, async command => (await command.EndAsync()).Ended(0));
        Assert.Equal(await undisturbed.Datasets, RunFolderReader.Datasets(workshop));
        Assert.Equal(Workshop.Responses, paid.Count);
        Assert.Equal(paid, RunFolderReader.Calls(workshop).ToHashSet());
    }

    // What the log holds when the command starts must not be asked for while it lives.
    static async Task LiveAsync(Workshop workshop, HashSet<string> paid, Func<CommandProcess, Task> live)
    {
        var before = RunFolderReader.Calls(workshop).Count;
        using (var command = CommandProcess.Curate(workshop)) await live(command);
        Assert.DoesNotContain(RunFolderReader.Calls(workshop).Skip(before), paid.Contains);
        var committed = await RunFolderReader.CommittedAsync(workshop);
        Assert.Superset(paid, committed);
        paid.UnionWith(committed);
    }

    static IEnumerable<(string Stage, Func<bool> Reached)> Points(Workshop workshop, Random random)
    {
        yield return ("accepting", () => Directory.Exists(Path.Combine(workshop.Root, "r", "control")));
        yield return ("intake", More("shards", "*.jsonl.zst", random.Next(1, 3)));
        for (var life = 0; life < 3; life++)
        {
            yield return ("generation", Calls(random.Next(1, 20)));
            yield return ("annotation", More("shards", "*.jsonl.zst", random.Next(1, 8)));
        }

        yield return ("last responses", () => RunFolderReader.Calls(workshop).Count >= Workshop.Responses - 2);
        yield return ("first selection", More("staging", "*", 1));
        yield return ("selections", More("selections", "summary.json", random.Next(1, 4)));
        yield return ("parts", More("datasets/.staging", "*", random.Next(1, 12)));
        yield return ("datasets", More("datasets", "manifest.json", random.Next(1, 3)));
        yield return ("last dataset", More("datasets/.staging", "*.parquet", 1));

        Func<bool> Calls(int more)
        {
            var now = RunFolderReader.Calls(workshop).Count;
            return () => RunFolderReader.Calls(workshop).Count >= now + more;
        }

        Func<bool> More(string below, string pattern, int more)
        {
            var now = RunFolderReader.Count(workshop, below, pattern);
            return () => RunFolderReader.Count(workshop, below, pattern) >= now + more;
        }
    }
}
