using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.ModelServers.Faults;

/// <summary>A sequence of hashes: what looks like chance and is the same every time.</summary>
/// <param name="id">What it is drawn for.</param>
/// <param name="seed">Tells draws for the same thing apart.</param>
struct Chance(UInt128 id, ulong seed)
{
    ulong _state = SeededHash.Of(seed, id);

    /// <summary>A hash as a number from 0 to below 1.</summary>
    public static double Share(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next 64 bits.</summary>
    /// <remarks>SplitMix64 (Steele, Lea and Flood, <i>Fast splittable pseudorandom number generators</i>, 2014).</remarks>
    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>The next number from 0 to below 1.</summary>
    public double NextShare() => Share(Next());
}
