using System.Diagnostics;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>Completions over a while in which nothing begins and nothing ends.</summary>
/// <param name="Completions">How many.</param>
/// <param name="Seconds">Of which length the while was.</param>
/// <param name="Cpu">Processor seconds taken meanwhile.</param>
sealed record Steady(long Completions, double Seconds, double Cpu)
{
    /// <summary>Seconds for each, all that are under way taken together.</summary>
    public double Each => Seconds / Completions;

    /// <summary>Looks on for a while.</summary>
    /// <param name="length">Of which length.</param>
    /// <param name="done">How many there are so far.</param>
    /// <param name="cpu">What was taken so far.</param>
    public static async Task<Steady> OfAsync(TimeSpan length, Func<Task<long>> done, Func<TimeSpan> cpu)
    {
        // Asking takes a while: what is told is how it was when the answer came.
        var (before, started, taken) = (await done(), Stopwatch.GetTimestamp(), cpu());
        await Task.Delay(length);
        var (after, seconds) = (await done(), Stopwatch.GetElapsedTime(started).TotalSeconds);
        return new(after - before, seconds, (cpu() - taken).TotalSeconds);
    }
}
