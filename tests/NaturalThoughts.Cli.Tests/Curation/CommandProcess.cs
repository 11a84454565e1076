using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using NaturalThoughts.Inference.Recorded;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>The command as a process of its own.</summary>
sealed class CommandProcess : IDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    readonly Process _process;
    readonly Task<string> _out;
    readonly Task _errorEnds;
    readonly StringBuilder _error = new();

    CommandProcess(Process process)
    {
        _process = process;
        _out = process.StandardOutput.ReadToEndAsync();
        _errorEnds = CollectErrorAsync();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has written on standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_error) return _error.ToString();
        }
    }

    /// <summary>Starts it in a workshop, with its root and its side file of calls.</summary>
    public static CommandProcess Start(Workshop workshop, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workshop.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "naturalthoughts.dll") },
            Environment = { [RecordedCalls.Variable] = workshop.Calls },
        };
        foreach (var argument in arguments.Concat(["--root", workshop.Root])) start.ArgumentList.Add(argument);
        return new(Process.Start(start)!);
    }

    /// <summary>Starts <c>curate</c>.</summary>
    public static CommandProcess Curate(Workshop workshop, params string[] options) => Start(workshop, ["curate", "spec.yaml", .. options]);

    /// <summary>Runs <c>curate</c> to its end.</summary>
    public static async Task<CommandOutcome> CurateToEndAsync(Workshop workshop, params string[] options)
    {
        using var command = Curate(workshop, options);
        return await command.EndAsync();
    }

    /// <summary>Waits until a condition holds; false when the command ends before.</summary>
    public async Task<bool> UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (HasEnded) return condition();
            await Task.Delay(Look, patience.Token);
        }

        return true;
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal)
    {
        if (!HasEnded) _ = kill(_process.Id, signal);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CommandOutcome> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await _errorEnds;
        return new(_process.ExitCode, await _out, Error);
    }

    public void Dispose()
    {
        if (!HasEnded) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    async Task CollectErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            lock (_error) _error.AppendLine(line);
    }

    [DllImport("libc", SetLastError = true)]
    static extern int kill(int process, int signal);
}

/// <summary>How a command ended.</summary>
sealed record CommandOutcome(int ExitCode, string Out, string Error)
{
    /// <summary>Fails with all that it said unless it ended so.</summary>
    public CommandOutcome Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode} instead of {exitCode}.\n--- out\n{Out}\n--- error\n{Error}");
        Assert.DoesNotContain("   at NaturalThoughts", Out + Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", Out + Error, StringComparison.Ordinal);
        return this;
    }

    /// <summary>What it said, its lines joined: a terminal wraps them anywhere.</summary>
    public string Said => string.Join(' ', Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
