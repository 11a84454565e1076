using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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

    /// <summary>The hashes of ids, one after the other.</summary>
    public static void Of(ulong seed, ReadOnlySpan<UInt128> ids, Span<ulong> into)
    {
        var done = 0;
        // Eight at once where the CPU multiplies eight numbers of 64 bits at once; elsewhere that would be slower than one by one.
        if (Avx512DQ.IsSupported && BitConverter.IsLittleEndian)
        {
            var (start, gamma) = (Vector512.Create(Mix(seed + GoldenGamma)), Vector512.Create(GoldenGamma));
            // Of two vectors of low and high halves in turn, the halves of one kind come out in this order: 0 4 1 5 2 6 3 7.
            var inOrder = Vector512.Create(0UL, 2, 4, 6, 1, 3, 5, 7);
            var halves = MemoryMarshal.Cast<UInt128, ulong>(ids);
            for (; done <= ids.Length - Vector512<ulong>.Count; done += Vector512<ulong>.Count)
            {
                var (first, second) = (Vector512.Create(halves[(2 * done)..]), Vector512.Create(halves[(2 * done + 8)..]));
                var (low, high) = (Avx512F.UnpackLow(first, second), Avx512F.UnpackHigh(first, second));
                var hashes = MixAll(MixAll(start ^ high) + gamma ^ low);
                Vector512.Shuffle(hashes, inOrder).CopyTo(into[done..]);
            }
        }

        for (; done < ids.Length; done++) into[done] = Of(seed, ids[done]);
    }

    static Vector512<ulong> MixAll(Vector512<ulong> z)
    {
        z = (z ^ (z >>> 30)) * Vector512.Create(0xBF58476D1CE4E5B9);
        z = (z ^ (z >>> 27)) * Vector512.Create(0x94D049BB133111EB);
        return z ^ (z >>> 31);
    }
}
