using System.Reflection;
using Microsoft.AspNetCore.Components;
using NaturalThoughts.Server.Hosting;
using NaturalThoughts.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NaturalThoughts.Server.Tests.Console;

[Collection(nameof(ConsoleCluster))]
public sealed class PageTests(ConsoleCluster cluster)
{
    /// <summary>Every page that there is, and an address of it.</summary>
    static readonly Dictionary<string, Func<ConsoleCluster, Task<string>>> Addresses = new()
    {
        ["/"] = At("/"),
        ["/log-in"] = At("/log-in"),
        ["/not-found"] = At("/nowhere"),
        ["/silos"] = At("/silos"),
        ["/runs/{Run}"] = At("/runs/quickstart"),
        ["/runs/{Run}/traces"] = At("/runs/quickstart/traces"),
        ["/runs/{Run}/traces/{Id}"] = async cluster => $"/runs/quickstart/traces/{await cluster.TraceAsync("quickstart")}",
        ["/runs/{Run}/dead-letters"] = At("/runs/failing/dead-letters"),
        ["/runs/{Run}/ranking"] = At("/runs/quickstart/ranking"),
        ["/runs/{Run}/workbench"] = At("/runs/quickstart/workbench?recipe=strategies&compare=disagree"),
        ["/runs/{Run}/selections"] = At("/runs/quickstart/selections"),
        ["/runs/{Run}/selections/{Name}"] = At("/runs/quickstart/selections/domains"),
        ["/runs/{Run}/selections/{Name}/report"] = At("/runs/quickstart/selections/domains/report"),
        ["/runs/{Run}/compare"] = At("/runs/quickstart/compare?left=disagree&right=domains"),
        ["/runs/{Run}/datasets"] = At("/runs/quickstart/datasets"),
        ["/runs/{Run}/datasets/{Name}"] = At("/runs/quickstart/datasets/mixed"),
    };

    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    [InlineData(390, true)]
    public async Task Page_Each_HasNoSeriousBarrierAndFitsTheWindow(int width, bool dark)
    {
        await using var visitor = await Visitor.ComeAsync(cluster, 0, ConsoleCluster.OperatorsKey, width, dark);
        await Expect(visitor.Page.Locator("[data-run=quickstart]")).ToBeVisibleAsync();
        var barriers = new List<string>();
        foreach (var (route, address) in Addresses)
        {
            await visitor.GoAsync(await address(cluster));
            await Expect(visitor.Page.Locator("[data-state=stale]")).ToHaveCountAsync(0);
            var name = route.Trim('/') is { Length: > 0 } named ? named.Replace('/', '-').Replace("{", "").Replace("}", "") : "overview";
            barriers.AddRange(await visitor.BarriersAsync());
            if (!await visitor.FitsAsync()) barriers.Add($"{visitor.Page.Url} is wider than {width} pixels");
            await visitor.Page.ScreenshotAsync(new()
            {
                Path = Path.Combine(ConsoleCluster.Pictures, $"{name}.{width}{(dark ? ".dark" : "")}.png"), FullPage = true,
            });
        }

        Assert.True(barriers.Count == 0, string.Join('\n', barriers));
        // A page that is not there is asked for on purpose.
        Assert.DoesNotContain(visitor.Complaints, complaint => !complaint.Contains("404", StringComparison.Ordinal));
        Trial.Say($"{Addresses.Count} pages at {width} pixels{(dark ? ", dark" : "")}: pictures in {ConsoleCluster.Pictures}");
    }

    [Fact]
    public void Page_Each_IsAmongThoseLookedAt() => Assert.Equal(
        typeof(ServeHost).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template)
            .Order(StringComparer.Ordinal),
        Addresses.Keys.Order(StringComparer.Ordinal));

    static Func<ConsoleCluster, Task<string>> At(string path) => _ => Task.FromResult(path);
}
