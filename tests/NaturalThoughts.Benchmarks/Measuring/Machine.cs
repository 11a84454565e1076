using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>What was measured on.</summary>
static class Machine
{
    const double Gibibyte = 1L << 30;

    /// <summary>The machine in a line.</summary>
    public static string Describe() => FormattableString.Invariant(
        $"{Model()}, {Environment.ProcessorCount} cores, vectors of {Bits()} bits, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte:0} GiB, ")
        + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    static int Bits() => Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    static string Model() => File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
