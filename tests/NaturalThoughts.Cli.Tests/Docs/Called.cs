using System.Diagnostics;

namespace NaturalThoughts.Cli.Tests.Docs;

/// <summary>Calls the program as a process of its own.</summary>
static class Called
{
    /// <summary>Runs a command that must succeed.</summary>
    /// <param name="folder">The folder it is called in.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its standard output.</returns>
    public static async Task<string> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "naturalthoughts.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Join('\n', said)}");
        return said[0];
    }
}
