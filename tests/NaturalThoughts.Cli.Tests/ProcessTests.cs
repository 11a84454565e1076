using System.Diagnostics;
using System.Text.Json;

namespace NaturalThoughts.Cli.Tests;

/// <summary>The program as a process: what only shows there.</summary>
[Collection(nameof(CommandTests))]
public sealed class ProcessTests(CuratedRun run)
{
    [Fact]
    public async Task Process_JsonResult_IsAloneOnStandardOutput()
    {
        var (exitCode, output, _) = await StartAsync(
            "select", CuratedRun.Name, "--recipe", "random", "--name", "process", "--json", "--verbose", "--root", run.Root);
        Assert.Equal(0, exitCode);
        Assert.Equal("process", JsonDocument.Parse(output).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Process_WrongInput_SpeaksOnStandardErrorOnly()
    {
        var (exitCode, output, error) = await StartAsync("status", "nobody", "--root", run.Root);
        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.StartsWith("error: ", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    static async Task<(int ExitCode, string Output, string Error)> StartAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "naturalthoughts.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
