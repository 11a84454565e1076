using System.Diagnostics;
using System.Globalization;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Data.Tests.Log.Segments;

/// <summary>A second process that commits to a folder: this test program, asked to run <see cref="Write"/> alone.</summary>
public sealed class WriterProcess : IDisposable
{
    const string FolderVariable = "NT_TEST_LOG_FOLDER";
    const string WriterVariable = "NT_TEST_LOG_WRITER";
    const string CountVariable = "NT_TEST_LOG_COUNT";
    const string Acknowledged = "acknowledged ";

    readonly Process? _process;

    public WriterProcess()
    {
    }

    internal WriterProcess(string folder, string writer, int count)
    {
        _process = TestProcess.Start(typeof(WriterProcess), nameof(Write), new()
        {
            [FolderVariable] = folder,
            [WriterVariable] = writer,
            [CountVariable] = count.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>The next key whose commit the process saw acknowledged; null when it has ended.</summary>
    internal async Task<string?> NextAcknowledgedAsync()
    {
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
            if (line.IndexOf(Acknowledged, StringComparison.Ordinal) is >= 0 and var at) // the runner may have left a colour code before it
                return line[(at + Acknowledged.Length)..];
        return null;
    }

    /// <summary>SIGKILL.</summary>
    internal void Kill() => _process!.Kill();

    public void Dispose()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [Fact(Explicit = true)]
    public async Task Write()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "Runs only as the second process of another test.");
        var writer = Environment.GetEnvironmentVariable(WriterVariable)!;
        var count = int.Parse(Environment.GetEnvironmentVariable(CountVariable)!, CultureInfo.InvariantCulture);
        var log = await SegmentLog.OpenAsync(folder!);
        for (var i = 0; i < count; i++)
        {
            Fact fact = SomeFacts.Response(i, writer: writer);
            while (await log.CommitAsync([fact]) is CommitResult.Collision) await log.ReplayAsync().ToListAsync();
            Console.WriteLine(Acknowledged + fact.Key);
            await Console.Out.FlushAsync();
        }
    }
}
