using System.Net;
using Microsoft.Playwright;
using NaturalThoughts.Server.Access;
using static Microsoft.Playwright.Assertions;

namespace NaturalThoughts.Server.Tests.Console;

[Collection(nameof(ConsoleCluster))]
public sealed class LogInTests(ConsoleCluster cluster)
{
    [Fact]
    public async Task LogIn_WrongKeyThenRightOne_LeadsWhereOneWasGoing()
    {
        await using var visitor = await Visitor.ComeAsync(cluster, 0, null);
        await visitor.Page.GotoAsync($"{visitor.Url}/runs/quickstart?x=1");
        await Expect(visitor.Page).ToHaveTitleAsync("Log in · NaturalThoughts");
        await visitor.Page.GetByLabel("Key").FillAsync("not a key of anybody's");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The server knows no such key.");
        await visitor.Page.GetByLabel("Key").FillAsync(ConsoleCluster.ViewersKey);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page).ToHaveURLAsync($"{visitor.Url}/runs/quickstart?x=1");
        await Expect(visitor.Page.GetByText("victor")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task LogIn_LinkThatLeadsElsewhere_StaysHere(string then)
    {
        await using var visitor = await Visitor.ComeAsync(cluster, 0, null);
        await visitor.Page.GotoAsync($"{visitor.Url}/log-in?then={Uri.EscapeDataString(then)}");
        await visitor.Page.GetByLabel("Key").FillAsync(ConsoleCluster.ViewersKey);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page).ToHaveURLAsync($"{visitor.Url}/");
    }

    [Fact]
    public async Task Session_OfOneSilo_HoldsOnTheOtherAndEndsWithLogOut()
    {
        await using var visitor = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.OperatorsKey);
        await Expect(visitor.Page.GetByText("olga")).ToBeVisibleAsync();
        // Cookies know no ports.
        await visitor.Page.GotoAsync($"{cluster.Trial.Url(1)}/silos");
        await Expect(visitor.Page.Locator("[data-silo]")).ToHaveCountAsync(2);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Expect(visitor.Page).ToHaveTitleAsync("Log in · NaturalThoughts");
        await visitor.Page.GotoAsync($"{cluster.Trial.Url(1)}/silos");
        await Expect(visitor.Page).ToHaveTitleAsync("Log in · NaturalThoughts");
    }

    [Fact]
    public async Task Session_KeyTakenBackWhileAPageIsOpen_EndsThere()
    {
        await cluster.LetInAsync("gone", Role.Operator);
        await using var visitor = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.GuestsKey);
        await Expect(visitor.Page.Locator("[data-run=quickstart]")).ToBeVisibleAsync();
        await cluster.GiveKeysAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "You are not logged in any more" })).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Log in" }).ClickAsync();
        await Expect(visitor.Page).ToHaveTitleAsync("Log in · NaturalThoughts");
    }

    [Fact]
    public async Task Session_OverHttp_OpensWhatLooksAndNothingElse()
    {
        await using var visitor = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.OperatorsKey);
        await Expect(visitor.Page.GetByText("olga")).ToBeVisibleAsync();
        var requests = visitor.Page.APIRequest;
        Assert.Equal((int)HttpStatusCode.OK, (await requests.GetAsync($"{visitor.Url}/api/v1/runs")).Status);
        Assert.Equal((int)HttpStatusCode.Unauthorized, (await requests.PostAsync($"{visitor.Url}/api/v1/runs/quickstart/pause")).Status);
    }

    [Fact]
    public async Task Dashboard_OfOrleans_IsForOperators()
    {
        await using var viewer = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.ViewersKey);
        await Expect(viewer.Page.GetByText("victor")).ToBeVisibleAsync();
        await Expect(viewer.Page.GetByText("Orleans dashboard")).ToHaveCountAsync(0);
        foreach (var path in (string[])["/orleans/", "/orleans/DashboardCounters"])
            Assert.Equal((int)HttpStatusCode.Forbidden, (await viewer.Page.APIRequest.GetAsync(viewer.Url + path)).Status);
        await using var nobody = await Visitor.ComeAsync(cluster, 0, null);
        await nobody.Page.GotoAsync($"{nobody.Url}/orleans/");
        await Expect(nobody.Page).ToHaveTitleAsync("Log in · NaturalThoughts");
        await using var visitor = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.OperatorsKey);
        await Expect(visitor.Page.GetByText("olga")).ToBeVisibleAsync();
        await visitor.Page.GotoAsync($"{visitor.Url}/orleans/");
        await Expect(visitor.Page.GetByText("Active Silos")).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }
}
