namespace NaturalThoughts.Server.Tests.Support;

/// <summary>Programs of the machine that tests call.</summary>
static class Tool
{
    /// <summary>Skips the test where there is no such program.</summary>
    /// <param name="name">The program.</param>
    /// <param name="source">How to get it.</param>
    public static void SkipWithout(string name, string source)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, name)))) Assert.Skip($"There is no `{name}` on this machine; {source} brings it.");
    }

    /// <summary>Runs a program in the repository's folder to its end, and fails with what it said unless it ends well.</summary>
    /// <returns>What it said.</returns>
    public static async Task<string> RunAsync(string name, params IEnumerable<string> arguments)
    {
        using var program = CommandProcess.Start(name, Repository.Root, new Dictionary<string, string>(), arguments);
        var exitCode = await program.EndAsync();
        Assert.True(exitCode == 0, $"{name} ended with {exitCode}:\n{program.Said}");
        return program.Said;
    }
}
