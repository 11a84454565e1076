using Microsoft.Playwright;

namespace NaturalThoughts.Server.Tests.Console;

/// <summary>The browser that is on the machine.</summary>
sealed class Browser : IAsyncDisposable
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    readonly IPlaywright _playwright;

    Browser(IPlaywright playwright, IBrowser program) => (_playwright, Program) = (playwright, program);

    public IBrowser Program { get; }

    /// <summary>Starts it; the test is skipped where there is none.</summary>
    public static async Task<Browser> StartAsync()
    {
        var program = Found();
        // Pages of a machine under load take their time.
        Assertions.SetDefaultExpectTimeout((float)TimeSpan.FromMinutes(1).TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        // As root, in a container, it cannot make the sandbox that it otherwise has; it sees no page but ours.
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] }));
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public static string Found()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        var found = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (found is null) Assert.Skip("There is no Chromium on this machine; `apt-get install chromium` brings it.");
        return found;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        _playwright.Dispose();
    }
}
