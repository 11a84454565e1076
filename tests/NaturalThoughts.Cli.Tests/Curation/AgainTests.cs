namespace NaturalThoughts.Cli.Tests.Curation;

public sealed class AgainTests(UndisturbedRun undisturbed)
{
    [Fact]
    public async Task Curate_WhenDone_ChangesNothingAndSaysSo()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        var (files, calls) = (RunFolderReader.Files(workshop), RunFolderReader.Calls(workshop));
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(files, RunFolderReader.Files(workshop));
        Assert.Equal(calls, RunFolderReader.Calls(workshop));
        Assert.Contains("Nothing was left to do", outcome.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curate_AfterAPilot_AsksOnlyForTheRest()
    {
        using var workshop = new Workshop();
        var pilot = (await CommandProcess.CurateToEndAsync(workshop, "--limit", "20")).Ended(0);
        Assert.DoesNotContain("Nothing was left to do", pilot.Said, StringComparison.Ordinal);
        Assert.Equal(2 * 20, RunFolderReader.Calls(workshop).Count);
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(Workshop.Responses, RunFolderReader.Calls(workshop).Count);
        Assert.Equal(Workshop.Responses, RunFolderReader.Calls(workshop).Distinct().Count());
        Assert.Equal(await undisturbed.Datasets, RunFolderReader.Datasets(workshop));
    }

    [Fact]
    public async Task Curate_WithAnotherTemperature_AsksForConsentThenOnlyForTheTeachersResponses()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        var (files, calls) = (RunFolderReader.Files(workshop), RunFolderReader.Calls(workshop).Count);
        workshop.WriteSpec(temperature: "0.7");

        var refused = (await CommandProcess.CurateToEndAsync(workshop)).Ended(2);
        Assert.Contains("60 responses of teacher `t` no longer match the spec", refused.Said, StringComparison.Ordinal);
        Assert.Contains("--yes", refused.Said, StringComparison.Ordinal);
        Assert.Equal(files, RunFolderReader.Files(workshop));
        Assert.Equal(calls, RunFolderReader.Calls(workshop).Count);

        (await CommandProcess.CurateToEndAsync(workshop, "--yes")).Ended(0);
        var news = RunFolderReader.Calls(workshop).Skip(calls).ToList();
        Assert.Equal(Workshop.Questions, news.Distinct().Count());
        Assert.Equal(Workshop.Questions, news.Count);
        Assert.All(news, call => Assert.Contains(Workshop.Teacher, call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Curate_WithOtherAnnotators_AsksNobodyAndMakesTheDatasetsAnew()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        var calls = RunFolderReader.Calls(workshop);
        workshop.WriteSpec(annotate: "annotate: [cues, verbosity, answer]");
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(calls, RunFolderReader.Calls(workshop));
        var datasets = RunFolderReader.Datasets(workshop);
        var before = await undisturbed.Datasets;
        Assert.Equal(before.Keys, datasets.Keys);
        Assert.NotEqual(before["some/manifest.json"], datasets["some/manifest.json"]);
    }

    [Fact]
    public async Task Curate_WithAnotherDifficulty_MakesSelectionsThatRestOnItAnew()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        var before = RunFolderReader.Files(workshop, "selections");
        var changed = File.ReadAllText(workshop.Spec)
            .Replace("difficulty: percentile(", "difficulty: 1 - percentile(", StringComparison.Ordinal);
        workshop.Write("spec.yaml", changed);
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        var after = RunFolderReader.Files(workshop, "selections");
        Assert.NotEqual(before["hard/selection.parquet"], after["hard/selection.parquet"]);
    }
}
