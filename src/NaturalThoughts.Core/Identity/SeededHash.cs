namespace NaturalThoughts.Core.Identity;

/// <summary>A 64-bit hash of (seed, id): the only source of chance in selection and mixing, the same bits on every machine.</summary>
/// <remarks>
/// Two rounds of the SplitMix64 finaliser (Steele, Lea and Flood, <i>Fast splittable pseudorandom number generators</i>, 2014).
/// </remarks>
public static class SeededHash
{
    const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>Hash of an id under a seed.</summary>
    public static ulong Of(ulong seed, UInt128 id) =>
        Mix(Mix(Mix(seed + GoldenGamma) ^ (ulong)(id >> 64)) + GoldenGamma ^ (ulong)id);

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
