using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NaturalThoughts.Server.Tests.Console;

[Collection(nameof(ConsoleCluster))]
public sealed class LossTests(ConsoleCluster cluster)
{
    const int Questions = 400;

    [Fact]
    public async Task Page_AnotherSiloIsKilled_SaysSoWhileTheRunGoesOn()
    {
        using var curate = await cluster.BeginAsync("other", Questions);
        await using var visitor = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.OperatorsKey);
        await Expect(visitor.Page.Locator("[data-run=other] [data-phase=traces]")).ToBeVisibleAsync();
        await visitor.GoAsync("/runs/other");
        var before = await SealedAsync(visitor);
        Assert.True(cluster.Trial.Silos[1].TryKill());
        var notice = visitor.Page.Locator("[data-state=silo-lost]");
        await Expect(notice).ToContainTextAsync("A silo has left the cluster");
        await Expect(notice).ToContainTextAsync("1 joined since");
        await MoreSealedAsync(visitor, before);
        await cluster.Trial.ReadyAsync();
        Assert.Equal(0, await curate.EndAsync());
        await Expect(visitor.Page.Locator("[data-phase=done]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_ItsOwnSiloIsKilled_SaysSoAndComesBackLoggedIn()
    {
        using var curate = await cluster.BeginAsync("own", Questions);
        await using var visitor = await Visitor.ComeAsync(cluster, 1, ConsoleCluster.OperatorsKey);
        await Expect(visitor.Page.Locator("[data-run=own] [data-phase=traces]")).ToBeVisibleAsync();
        await visitor.GoAsync("/runs/own");
        var before = await SealedAsync(visitor);
        Assert.True(cluster.Trial.Silos[1].TryKill());
        var lost = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "The silo does not answer" });
        await Expect(lost).ToBeVisibleAsync();
        await Expect(lost).ToBeHiddenAsync(new() { Timeout = 120_000 });
        await MoreSealedAsync(visitor, before);
        await cluster.Trial.ReadyAsync();
        Assert.Equal(0, await curate.EndAsync());
        await Expect(visitor.Page.Locator("[data-phase=done]")).ToBeVisibleAsync();
    }

    static async Task<int> SealedAsync(Visitor visitor) =>
        int.Parse((await visitor.Page.Locator("[data-sealed]").GetAttributeAsync("data-sealed"))!);

    static async Task MoreSealedAsync(Visitor visitor, int before)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await SealedAsync(visitor) <= before) await Task.Delay(100, patience.Token);
    }
}
