using static NaturalThoughts.Core.Numerics.Mixing64;

namespace NaturalThoughts.Core.Identity;

/// <summary>A 64-bit hash of (seed, id): the only source of chance in selection and mixing, the same bits on every machine.</summary>
/// <remarks>
/// Two rounds of the SplitMix64 finaliser (Steele, Lea and Flood, <i>Fast splittable pseudorandom number generators</i>, 2014).
/// </remarks>
public static class SeededHash
{
    /// <summary>Hash of an id under a seed.</summary>
    public static ulong Of(ulong seed, UInt128 id) =>
        Mix(Mix(Mix(seed + GoldenGamma) ^ (ulong)(id >> 64)) + GoldenGamma ^ (ulong)id);
}
