namespace NaturalThoughts.Cli.Tests.Curation;

public sealed class SignalTests(UndisturbedRun undisturbed)
{
    [Theory]
    [InlineData(CommandProcess.Interrupt)]
    [InlineData(CommandProcess.Terminate)]
    public async Task Curate_Interrupted_FinishesWhatIsUnderWayAndSaysHowToGoOn(int signal)
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(endpoint: "{url: 'recorded:recorded.jsonl', slots: 8, latency: 0.4}");
        using (var command = CommandProcess.Curate(workshop))
        {
            Assert.True(await command.UntilAsync(() => RunFolderReader.Calls(workshop).Count >= 12));
            command.Signal(signal);
            var outcome = (await command.EndAsync()).Ended(130);
            Assert.Contains($"Go on with: naturalthoughts curate spec.yaml --root {workshop.Root}", outcome.Said, StringComparison.Ordinal);
        }

        Assert.InRange(RunFolderReader.Calls(workshop).Count, 12, Workshop.Responses - 1);
        Assert.Equal(RunFolderReader.Calls(workshop).ToHashSet(), await RunFolderReader.CommittedAsync(workshop));
        workshop.WriteSpec();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(Workshop.Responses, RunFolderReader.Calls(workshop).Count);
        Assert.Equal(await undisturbed.Datasets, RunFolderReader.Datasets(workshop));
    }

    [Fact]
    public async Task Status_OfARunThatIsStopped_SaysHow()
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(endpoint: "{url: 'recorded:recorded.jsonl', slots: 8, latency: 0.4}");
        using var curating = CommandProcess.Curate(workshop);
        Assert.True(await curating.UntilAsync(() => RunFolderReader.Calls(workshop).Count >= 12));
        curating.Signal(CommandProcess.Interrupt);
        (await curating.EndAsync()).Ended(130);

        Assert.StartsWith("r  paused", await SaidAsync("status", "r"), StringComparison.Ordinal);
        await SaidAsync("cancel", "r");
        Assert.Contains("\"phase\": \"cancelled\"", await SaidAsync("status", "r", "--json"), StringComparison.Ordinal);

        async Task<string> SaidAsync(params string[] arguments)
        {
            using var command = CommandProcess.Start(workshop, arguments);
            return (await command.EndAsync()).Ended(0).Out;
        }
    }

    [Fact]
    public async Task Curate_InterruptedTwice_LeavesAtOnce()
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(endpoint: "{url: 'recorded:recorded.jsonl', slots: 8, latency: 100}");
        using var command = CommandProcess.Curate(workshop);
        Assert.True(await command.UntilAsync(() => RunFolderReader.Calls(workshop).Count >= 8));
        command.Signal(CommandProcess.Interrupt);
        Assert.True(await command.UntilAsync(() => command.Error.Contains("Stopping", StringComparison.Ordinal)));
        command.Signal(CommandProcess.Interrupt);
        (await command.EndAsync()).Ended(130);
    }

    [Fact]
    public async Task Curate_WhileNobodyServesTheTeacher_WaitsAndSaysSo()
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(endpoint: "http://127.0.0.1:9/v1");
        using var command = CommandProcess.Curate(workshop);
        Assert.True(await command.UntilAsync(() => command.Error.Contains("nobody serves", StringComparison.Ordinal)));
        command.Signal(CommandProcess.Interrupt);
        var outcome = (await command.EndAsync()).Ended(130);
        Assert.Contains($"nobody serves {Workshop.Teacher}", outcome.Said, StringComparison.Ordinal);
        Assert.Contains(Workshop.Baseline, outcome.Said, StringComparison.Ordinal);
    }
}
