using System.Xml.Linq;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cluster.Tests.Reports;

public sealed class ReportTests
{
    const string Selections =
        """
        selections:
          - {name: all, where: true, seed: 7}
          - {name: some, where: true, size: 8, seed: 7}
        """;

    [Fact]
    public async Task Curate_Selections_HaveReportsThatKnowEachOther()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(30);
        await run.FinishAsync(TestRun.Importing(Selections));

        Assert.Contains("some | 8 | 8 | 26.7 % | 0.267 | 8 | 0.267", Rows(run, "all"));
        Assert.Contains("all | 30 | 8 | 100.0 % | 0.267 | 8 | 0.267", Rows(run, "some"));
        Assert.Equal(5, Page(run, "all").Descendants("article").Count());
    }

    [Fact]
    public async Task Curate_AnyNumberOfShards_GivesTheSameReport()
    {
        var reports = new List<string>();
        foreach (var shards in (string[])["shards: 1", "shards: 5"])
        {
            await using var run = await TestRun.StartAsync();
            run.Import(30);
            await run.FinishAsync(TestRun.Importing(Selections).Replace("shards: 2", shards));
            reports.Add(await File.ReadAllTextAsync(ReportOf(run, "some"), TestContext.Current.CancellationToken));
        }

        Assert.Equal(reports[0], reports[1]);
    }

    [Fact]
    public async Task Select_ReplacedOrLost_IsReportedAnew()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        await run.FinishAsync(TestRun.Importing());
        var five = new SelectionSpec { Name = "few", Where = "true", Size = 5, Seed = 1 };
        await run.Run.Select(five, replace: false);
        Assert.Contains("5", Figures(run, "few"));

        await run.Run.Select(five with { Size = 9 }, replace: true);
        Assert.Contains("9", Figures(run, "few"));

        File.Delete(ReportOf(run, "few"));
        await run.Run.Select(five with { Size = 9 }, replace: false);
        Assert.Contains("9", Figures(run, "few"));
    }

    [Fact]
    public async Task Report_PoolHasGrownAndAnotherSelectionIsDamaged_SaysSo()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        await run.FinishAsync(TestRun.Importing(Selections));
        run.Import(4, from: 20, file: "traces-more.jsonl");
        await run.FinishAsync(TestRun.Importing(Selections.Replace("- {name: all", "- {name: whole")));
        File.AppendAllText(Path.Combine(run.RunFolder, "selections", "whole", "selection.parquet"), "more");

        var report = await run.Run.Report("all");

        Assert.True(report.Ok);
        Assert.Contains("The pool has changed since", report.Value.Html);
        Assert.Contains("these cannot be read: whole", report.Value.Html);
        Assert.Equal(2, Assert.Single((await run.Run.Report("nothing")).Problems).Expected!.Split(", ").Length - 1);
    }

    [Fact]
    public async Task Report_PoolHasLostAllItsTraces_SaysSo()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(6);
        run.Import(9, file: "bench.jsonl");
        await run.FinishAsync(TestRun.Importing());
        await run.Run.Select(new() { Name = "lost", Where = "true", Seed = 1 }, replace: false);
        await run.FinishAsync(TestRun.Importing("clean: {decontaminate: bench.jsonl}"));

        Assert.Contains("6 of its traces are not in it any more", (await run.Run.Report("lost")).Value!.Html);
    }

    static string ReportOf(TestRun run, string selection) => Path.Combine(run.RunFolder, "selections", selection, "report.html");

    static XDocument Page(TestRun run, string selection) => XDocument.Load(ReportOf(run, selection));

    static List<string> Rows(TestRun run, string selection) =>
        [.. Page(run, selection).Descendants("tr").Select(row => string.Join(" | ", row.Elements().Select(cell => cell.Value)))];

    static List<string> Figures(TestRun run, string selection) => [.. Page(run, selection).Descendants("dd").Select(figure => figure.Value)];
}
