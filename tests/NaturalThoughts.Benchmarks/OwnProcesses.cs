using System.Globalization;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Scenarios.Files;
using NaturalThoughts.Benchmarks.Scenarios.Orchestration;

namespace NaturalThoughts.Benchmarks;

/// <summary>What this program is started for by itself, as a process of its own.</summary>
static class OwnProcesses
{
    /// <summary>Does what it was started for.</summary>
    /// <returns>False: it was started by somebody.</returns>
    public static async Task<bool> ServesAsync(string[] args)
    {
        switch (args)
        {
            case ["one", var name, var pairs, var scale, var file]:
                var effort = new Effort(Whole(pairs), double.Parse(scale, CultureInfo.InvariantCulture));
                await Child.ReplyAsync(await All.Scenarios.Single(scenario => scenario.Name == name).MeasureAsync(effort), file);
                return true;
            case ["grown", var name, var traces, var file]:
                await Child.ReplyAsync(await All.Growing.Single(paths => paths.Name == name).CostsAsync(Whole(traces)), file);
                return true;
            case ["answer", var latency, var count, var chars, var chunk]:
                await AnswerServer.RunAsync(Whole(latency), new(Whole(count), Whole(chars), Whole(chunk)));
                return true;
            default:
                return await IngestProcess.ServesAsync(args);
        }
    }

    static int Whole(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
