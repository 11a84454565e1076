using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>Runs scenarios one after the other, each in a process of its own, and writes the table.</summary>
static class Runner
{
    /// <summary>Runs them.</summary>
    /// <param name="scenarios">Which.</param>
    /// <param name="effort">How much is measured.</param>
    /// <param name="into">A file for the table; null: only the screen.</param>
    /// <returns>0; 1 where a scenario failed.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<IScenario> scenarios, Effort effort, string? into)
    {
        var (rows, failed) = (new List<Row>(), 0);
        foreach (var scenario in scenarios)
        {
            var started = Stopwatch.GetTimestamp();
            var measured = await ChildAsync(scenario, effort);
            if (measured is null) failed++;
            rows.AddRange(measured ?? [Row.OfFigure(scenario.Name, "failed", "", false)]);
            Console.Error.WriteLine(FormattableString.Invariant(
                $"{scenario.Name}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
        }

        var table = Table.Of(rows, effort);
        Console.Write(table);
        if (into is not null) await File.WriteAllTextAsync(into, table);
        return failed > 0 ? 1 : 0;
    }

    /// <summary>Measures a scenario in this process, for the one that started it.</summary>
    public static async Task MeasureAsync(IScenario scenario, Effort effort, string into)
    {
        var rows = await scenario.MeasureAsync(effort);
        await File.WriteAllBytesAsync(into, JsonSerializer.SerializeToUtf8Bytes(rows));
    }

    static async Task<IReadOnlyList<Row>?> ChildAsync(IScenario scenario, Effort effort)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var child = Process.Start(Environment.ProcessPath!,
            [
                .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
                    ? (string[])["exec", typeof(Runner).Assembly.Location] : [],
                "one", scenario.Name, file,
                "--pairs", effort.Pairs.ToString(CultureInfo.InvariantCulture),
                "--scale", effort.Scale.ToString(CultureInfo.InvariantCulture),
            ]);
            await child.WaitForExitAsync();
            return child.ExitCode == 0 ? JsonSerializer.Deserialize<List<Row>>(await File.ReadAllBytesAsync(file)) : null;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
