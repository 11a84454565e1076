using System.Diagnostics;
using System.Globalization;

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
            var measured = await Child.RunAsync<List<Row>>(
                "one", scenario.Name,
                effort.Pairs.ToString(CultureInfo.InvariantCulture), effort.Scale.ToString(CultureInfo.InvariantCulture));
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
}
