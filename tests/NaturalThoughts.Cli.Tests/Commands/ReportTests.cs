using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace NaturalThoughts.Cli.Tests.Commands;

[Collection(nameof(CommandTests))]
public sealed class ReportTests(CuratedRun run)
{
    [Theory]
    [InlineData("all")]
    [InlineData("long-4")]
    public async Task Report_Selection_HasTheNumbersOfItsSummary(string selection)
    {
        var file = run.Write($"{selection}.html");
        (await run.RunAsync("report", CuratedRun.Name, selection, "--out", file)).Prints($"{selection}.html", "KB");
        var page = XDocument.Load(file);
        using var summary = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(run.Root, CuratedRun.Name, "selections", selection, "summary.json")));
        var report = summary.RootElement.GetProperty("report");
        var candidates = report.GetProperty("strata").EnumerateArray().Sum(stratum => stratum.GetProperty("candidates").GetInt64());
        var funnel = page.Descendants("svg").First().Descendants("text").Select(text => text.Value).ToList();

        Assert.Equal(report.GetProperty("recipe").GetString()!.TrimEnd(), page.Descendants("pre").First().Value);
        Assert.Equal(
            [report.GetProperty("pool").GetInt64(), candidates, report.GetProperty("taken").GetInt64()],
            new[] { "Pool", "Candidates", "Taken" }.Select(step => long.Parse(
                funnel[funnel.IndexOf(step) + 1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
        foreach (var left in report.GetProperty("left_out").EnumerateObject())
            Assert.Contains($"− {left.Value.GetInt64()} {left.Name}", funnel);
        // Every trace is in one bar of each chart.
        var domains = page.Descendants("figure").Single(figure => figure.Element("h3")?.Value == "Domain").Descendants("title");
        Assert.Equal(report.GetProperty("taken").GetInt64(), domains.Sum(hint => long.Parse(
            hint.Value.Split(": ")[1].Split(' ')[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Report_Again_IsTheFileBesideTheSelection()
    {
        var file = run.Write("again.html");
        (await run.RunAsync("curate", run.Write("reported.yaml", CuratedRun.SpecText("reported")))).Prints("reported  done");
        await run.RunAsync("report", "reported", "long-4", "--out", file);

        Assert.Equal(
            File.ReadAllText(Path.Combine(run.Root, "reported", "selections", "long-4", "report.html")), File.ReadAllText(file));
    }

    [Fact]
    public async Task Report_HostileQuestion_IsShownAsText()
    {
        var file = run.Write("hostile.html");
        await run.RunAsync("select", CuratedRun.Name, "--where", "question_chars > 20", "--rank", "question_chars", "--size", "1", "--name", "hostile");
        await run.RunAsync("report", CuratedRun.Name, "hostile", "--out", file);

        Assert.Contains(XDocument.Load(file).Descendants("section"), section =>
            section.Value.Contains("[bold]not markup[/] \uFFFDdne", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_WhatCannotBe_IsRefused()
    {
        (await run.RunAsync("report", CuratedRun.Name, "lng-4")).Refuses(2, "no selection `lng-4`", "Did you mean `long-4`?");
        (await run.RunAsync("report", CuratedRun.Name, "all", "--out", Path.Combine(run.Root, "nowhere", "x.html")))
            .Refuses(1, "The report cannot be written", "--out");
        (await run.RunAsync("report", CuratedRun.Name, "all", "--out", "")).Refuses(1, "The report cannot be written", "--out");
    }
}
