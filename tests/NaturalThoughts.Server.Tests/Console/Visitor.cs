using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NaturalThoughts.Server.Tests.Console;

/// <summary>Somebody at a page of the console.</summary>
sealed class Visitor : IAsyncDisposable
{
    readonly IBrowserContext _context;
    readonly List<string> _complaints = [];

    Visitor(IBrowserContext context, IPage page, string url) => (_context, Page, Url) = (context, page, url);

    public IPage Page { get; }

    /// <summary>The silo's address.</summary>
    public string Url { get; }

    /// <summary>What the browser complained of.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Opens a window.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="silo">The silo that is asked.</param>
    /// <param name="key">Who comes; null: nobody logs in.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="dark">Whether the machine prefers dark colours.</param>
    public static async Task<Visitor> ComeAsync(ConsoleCluster cluster, int silo, string? key, int width = 1280, bool dark = false)
    {
        var context = await cluster.Browser.Program.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light, AcceptDownloads = true,
            // Colours that are on their way to others are no colours yet.
            ReducedMotion = ReducedMotion.Reduce,
        });
        var visitor = new Visitor(context, await context.NewPageAsync(), cluster.Trial.Url(silo));
        visitor.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") visitor._complaints.Add(message.Text);
        };
        visitor.Page.PageError += (_, error) => visitor._complaints.Add(error);
        if (key is not null) await visitor.LogInAsync(key);
        return visitor;
    }

    /// <summary>Goes somewhere and waits until it is there.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(Url + path);
        await Expect(Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-state=loading]")).ToHaveCountAsync(0);
    }

    /// <summary>Logs in.</summary>
    public async Task LogInAsync(string key)
    {
        await Page.GotoAsync(Url);
        await Page.GetByLabel("Key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
    }

    /// <summary>What axe finds that is serious, or worse.</summary>
    public async Task<IEnumerable<string>> BarriersAsync() =>
        // A frame that runs no scripts runs no axe, which would wait for it.
        from violation in (await Page.RunAxe(new AxeRunOptions { Iframes = false })).Violations
        where violation.Impact is "serious" or "critical"
        from node in violation.Nodes
        select $"{Page.Url}: {violation.Id}: {node.Html}";

    /// <summary>Whether the whole page fits the window's width.</summary>
    public Task<bool> FitsAsync() => Page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
