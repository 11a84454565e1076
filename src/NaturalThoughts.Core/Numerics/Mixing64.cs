namespace NaturalThoughts.Core.Numerics;

/// <summary>A bijection of 64 bits that leaves no trace of order: the finaliser of SplitMix64 (Steele, Lea and Flood, <i>Fast splittable
/// pseudorandom number generators</i>, 2014).</summary>
static class Mixing64
{
    /// <summary>What a SplitMix64 generator moves on by.</summary>
    public const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>The mixed bits.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The numbers of a SplitMix64 generator, for constants that are the same everywhere.</summary>
    public static ulong Nth(ulong seed, int n) => Mix(seed + ((ulong)(n + 1) * GoldenGamma));
}
