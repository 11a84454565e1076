using System.Diagnostics;
using System.Globalization;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Server;

namespace NaturalThoughts.Benchmarks.Scenarios.Files;

/// <summary>What an import came to.</summary>
/// <param name="Seconds">From the order to curate until the file is recorded as read to its end.</param>
/// <param name="Peak">Most bytes of memory that the process held meanwhile.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Unique">Different questions.</param>
sealed record Imported(double Seconds, long Peak, long Rows, long Unique);

/// <summary>A process that holds nothing but a silo, which imports a file as often as it is told: so that its memory is the
/// product's.</summary>
sealed class IngestProcess : IAsyncDisposable
{
    const string Verb = "ingest";

    readonly Process _process = Child.Start([Verb], conversing: true);

    /// <summary>Imports a file into a run of its own.</summary>
    /// <param name="file">JSON Lines in the shape of NaturalReasoning.</param>
    /// <param name="root">A folder for the run; the process leaves it to the caller.</param>
    public async Task<Imported> ImportAsync(string file, string root)
    {
        await _process.StandardInput.WriteLineAsync($"{file}\t{root}");
        var said = (await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process has ended."))
            .Split('\t');
        long Number(int at) => long.Parse(said[at], CultureInfo.InvariantCulture);
        return new(double.Parse(said[0], CultureInfo.InvariantCulture), Number(1), Number(2), Number(3));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Whether this process was started to do that; then it has done it.</summary>
    public static async Task<bool> ServesAsync(string[] args)
    {
        if (args is not [Verb]) return false;
        while (await Console.In.ReadLineAsync() is { } order)
        {
            var (file, root) = (order.Split('\t')[0], order.Split('\t')[1]);
            var (seconds, peak, status) = await ImportHereAsync(file, root);
            Console.WriteLine(FormattableString.Invariant(
                $"{seconds}\t{peak}\t{status.Counts.Rows}\t{status.Counts.Unique}"));
        }

        return true;
    }

    static async Task<(double Seconds, long Peak, RunStatus Status)> ImportHereAsync(string file, string root)
    {
        using var silo = await LocalSilo.StartAsync(root, verbose: false, CancellationToken.None);
        var run = silo.Services.GetRequiredService<IGrainFactory>().Run("ingest");
        // Nobody serves the teacher: when the file is read, the run waits.
        var yaml = $$"""
            run: ingest
            source: {preset: natural-reasoning, path: {{Path.GetFileName(file)}} }
            endpoints: ["http://127.0.0.1:9"]
            models: {t: {model: nobody} }
            roles: {teacher: t}
            """;
        GC.Collect();
        Memory.ResetPeak();
        var started = Stopwatch.GetTimestamp();
        var accepted = await run.Curate(new() { Yaml = yaml, FileName = "ingest.yaml", Folder = Path.GetDirectoryName(file)! });
        if (!accepted.Ok) throw new InvalidOperationException(string.Join('\n', accepted.Problems));
        RunStatus status;
        while ((status = await run.Status()).Phase is not RunPhase.Traces && !status.Phase.HasEnded()) await Task.Delay(20);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = Memory.Peak();
        if (status.Phase is not RunPhase.Traces) throw new InvalidOperationException(string.Join('\n', status.Problems));
        await run.Cancel();
        await silo.StopAsync();
        return (seconds, peak, status);
    }
}
