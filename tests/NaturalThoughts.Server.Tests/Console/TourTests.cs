using System.Security.Cryptography;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NaturalThoughts.Server.Tests.Console;

[Collection(nameof(ConsoleCluster))]
public sealed class TourTests(ConsoleCluster cluster)
{
    [Fact]
    public async Task Operator_FromLogIn_SelectsByAnOwnRecipeEmitsAndDownloads()
    {
        await using var visitor = await Visitor.ComeAsync(cluster, 0, null);
        var page = visitor.Page;
        await page.GotoAsync(visitor.Url);
        await page.GetByLabel("Key").FillAsync(ConsoleCluster.OperatorsKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "quickstart" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "quickstart", Level = 1 })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Workbench" }).ClickAsync();
        await Expect(page.Locator("[data-preview=current]")).ToBeVisibleAsync();

        await WriteAsync(page, "where: complete and corect\nsize: 5\n");
        await Expect(page.Locator("#recipe-state")).ToHaveAttributeAsync("data-problems", "1");
        await Expect(page.Locator(".nt-problems")).ToContainTextAsync("corect");
        await page.GetByRole(AriaRole.Button, new() { Name = "Line 1, column 21" }).ClickAsync();
        await Expect(page.GetByLabel("Recipe, as YAML")).ToBeFocusedAsync();

        await WriteAsync(page, "where: complete and correct\nsize: 5\nseed: 7\n");
        await Expect(page.Locator("[data-preview=current]")).ToContainTextAsync("Would be taken");
        await page.GetByLabel("Name").FillAsync("five-correct");
        await page.GetByRole(AriaRole.Button, new() { Name = "Select", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{visitor.Url}/runs/quickstart/selections/five-correct");

        await page.Locator("#emit-name").FillAsync("five");
        await page.Locator("#emit-layout").SelectOptionAsync("messages");
        await page.Locator("#emit-format").SelectOptionAsync("jsonl");
        await page.GetByRole(AriaRole.Button, new() { Name = "Emit", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{visitor.Url}/runs/quickstart/datasets/five");
        var row = page.Locator("[data-file^='data/']").First;
        var download = await page.RunAndWaitForDownloadAsync(() => row.GetByRole(AriaRole.Link).ClickAsync());
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
        Assert.Equal(await row.Locator("code").InnerTextAsync(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal(await row.Locator("td").First.InnerTextAsync(), $"{bytes.Count(letter => letter == '\n')}");
        Assert.Empty(visitor.Complaints);

        var audited = Directory.GetFiles(Path.Combine(cluster.Trial.Root, ".audit")).SelectMany(File.ReadAllLines)
            .Where(line => line.Contains("\"console\"", StringComparison.Ordinal)).ToList();
        Assert.Contains(audited, line => line.Contains("olga") && line.Contains("/runs/quickstart/selections") && line.Contains("answered"));
        Assert.Contains(audited, line => line.Contains("olga") && line.Contains("/runs/quickstart/datasets") && line.Contains("answered"));
    }

    [Fact]
    public async Task Viewer_EveryPage_OffersNoChange()
    {
        await using var visitor = await Visitor.ComeAsync(cluster, 1, ConsoleCluster.ViewersKey);
        await Expect(visitor.Page.GetByText("victor")).ToBeVisibleAsync();
        await using var op = await Visitor.ComeAsync(cluster, 1, ConsoleCluster.OperatorsKey);
        await Expect(op.Page.GetByText("olga")).ToBeVisibleAsync();
        using var curate = await cluster.BeginAsync("offered", 2000);
        await cluster.SealedAsync("offered", 1);
        foreach (var (path, changes) in new (string, string[])[]
        {
            ("/runs/offered", ["Pause", "Cancel the run"]), ("/runs/quickstart/workbench", ["Select"]),
            ("/runs/quickstart/selections/disagree", ["Emit"]), ("/runs/failing/dead-letters", ["Ask again: not-recorded"]),
        })
        {
            await op.GoAsync(path);
            await visitor.GoAsync(path);
            foreach (var change in changes)
            {
                await Expect(op.Page.GetByRole(AriaRole.Button, new() { Name = change, Exact = true })).ToBeVisibleAsync();
                await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = change, Exact = true })).ToHaveCountAsync(0);
            }
        }

        await op.GoAsync("/runs/offered");
        await op.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(op.Page.Locator("[data-phase=paused]")).ToBeVisibleAsync();
        await op.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(op.Page.Locator("[data-phase=traces]")).ToBeVisibleAsync();
        await op.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the run" }).ClickAsync();
        await op.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel the run" }).ClickAsync();
        await Expect(op.Page.Locator("[data-phase=cancelled]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Workbench_RunAtWork_SelectsAsOfASnapshotAndTheRunGoesOn()
    {
        const int questions = 300;
        using var curate = await cluster.BeginAsync("growing", questions);
        await cluster.SealedAsync("growing", 20);
        await using var visitor = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.OperatorsKey);
        await Expect(visitor.Page.GetByText("olga")).ToBeVisibleAsync();
        await visitor.GoAsync("/runs/growing/workbench?recipe=random");
        await Expect(visitor.Page.Locator("[data-preview=current]")).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Name").FillAsync("early");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Select", Exact = true }).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync($"{visitor.Url}/runs/growing/selections/early");
        // The page says of itself that it is old as soon as it is.
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("select again to see them");
        Assert.Equal(0, await curate.EndAsync());
        await visitor.GoAsync("/runs/growing/selections/early");
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync($"{questions} now");
    }

    [Fact]
    public async Task Page_HostileTexts_ShowsThemAsText()
    {
        await using var visitor = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.ViewersKey);
        await Expect(visitor.Page.GetByText("victor")).ToBeVisibleAsync();
        var page = visitor.Page;
        await visitor.GoAsync("/runs/hostile/traces");
        await Expect(page.Locator("main")).ToContainTextAsync(ConsoleCluster.Script);
        await Expect(page.Locator("main")).ToContainTextAsync("\uFFFD[31mred");
        await HarmlessAsync(page);
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("script") }).First.ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync($"Let me verify {ConsoleCluster.Script}");
        await HarmlessAsync(page);
        foreach (var path in (string[])["/runs/hostile/workbench?recipe=random", "/runs/hostile/ranking", "/runs/hostile/selections/all", "/runs/hostile/datasets/all"])
        {
            await visitor.GoAsync(path);
            await HarmlessAsync(page);
        }

        Assert.Empty(visitor.Complaints);
    }

    static async Task HarmlessAsync(IPage page)
    {
        Assert.Empty(await page.Locator("main script, main img").EvaluateAllAsync<string[]>("all => all.map(one => one.outerHTML)"));
        Assert.Null(await page.EvaluateAsync<int?>("window.hit"));
        Assert.DoesNotContain('\u202E', await page.ContentAsync());
    }

    // As somebody types: one letter after the other.
    static async Task WriteAsync(IPage page, string recipe)
    {
        var area = page.GetByLabel("Recipe, as YAML");
        await area.FillAsync("");
        await area.PressSequentiallyAsync(recipe);
        Assert.Equal(recipe, await area.InputValueAsync());
    }
}
