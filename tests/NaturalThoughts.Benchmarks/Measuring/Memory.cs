using System.Diagnostics;
using System.Globalization;

namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>Physical memory of this process.</summary>
static class Memory
{
    const string Status = "/proc/self/status";

    /// <summary>Forgets the most it held.</summary>
    public static void ResetPeak()
    {
        // 5 resets the high-water mark of the resident set (proc_pid_clear_refs(5)).
        if (File.Exists(Status)) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>The most it held since, in bytes.</summary>
    public static long Peak()
    {
        if (!File.Exists(Status)) return Process.GetCurrentProcess().PeakWorkingSet64;
        var line = File.ReadLines(Status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(6, line.Length - 8), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture);
    }
}
