using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>A program as a process of its own.</summary>
sealed class CommandProcess : IDisposable
{
    public const int Terminate = 15;
    public const int Kill = 9;
    public const int Stop = 19;
    public const int Continue = 18;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _process;
    readonly StringBuilder _said = new();
    readonly Task _read;

    CommandProcess(Process process)
    {
        _process = process;
        _read = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>All it wrote so far, standard output and standard error together.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program.</summary>
    public static CommandProcess Start(
        string file, string folder, IDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var ours = start.Environment.Keys.Where(name => name.StartsWith("NATURALTHOUGHTS_", StringComparison.Ordinal)).ToList();
        foreach (var inherited in ours) start.Environment.Remove(inherited);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Starts the command.</summary>
    public static CommandProcess Command(
        string folder, IDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        Start("dotnet", folder, environment, ["exec", Path.Combine(AppContext.BaseDirectory, "naturalthoughts.dll"), .. arguments]);

    /// <summary>Runs the command to its end.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(
        string folder, IDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        using var command = Command(folder, environment, arguments);
        return (await command.EndAsync(), command.Said);
    }

    /// <summary>Waits until something can be had; fails with what the program said when it ends before.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> look) where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await look() is { } found) return found;
            Assert.False(HasEnded, $"It ended:\n{Said}");
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Waits for its end, however long that takes.</summary>
    public Task EndedAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await _read;
        return _process.ExitCode;
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => Assert.Equal(0, kill(_process.Id, signal));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!HasEnded) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            lock (_said) _said.AppendLine(line);
    }

    [DllImport("libc", SetLastError = true)]
    static extern int kill(int process, int signal);
}
