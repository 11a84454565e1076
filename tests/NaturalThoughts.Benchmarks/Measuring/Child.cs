using System.Diagnostics;
using System.Text.Json;

namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>This program in a process of its own, so that nothing of other measurements is in its memory.</summary>
static class Child
{
    /// <summary>Runs a command of it, which writes its result into the file that it is told last.</summary>
    /// <returns>The result; the default where it failed, which it has told on the screen.</returns>
    public static async Task<T?> RunAsync<T>(params string[] command)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var child = Start([.. command, file], conversing: false);
            await child.WaitForExitAsync();
            return child.ExitCode == 0 ? JsonSerializer.Deserialize<T>(await File.ReadAllBytesAsync(file)) : default;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Starts a command of it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="conversing">Whether its input and output are the caller's.</param>
    public static Process Start(string[] command, bool conversing)
    {
        var self = Environment.ProcessPath!;
        var host = Path.GetFileNameWithoutExtension(self) == "dotnet" ? (string[])["exec", typeof(Child).Assembly.Location] : [];
        return Process.Start(new ProcessStartInfo(self, [.. host, .. command])
        {
            RedirectStandardInput = conversing, RedirectStandardOutput = conversing,
        })!;
    }

    /// <summary>Writes a result for the process that waits for it.</summary>
    public static Task ReplyAsync<T>(T result, string file) => File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(result));
}
