using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NaturalThoughts.Core.Clusters;

/// <summary>Products of vectors of <see cref="UnitVector"/>: sums of integers that fit 32 bits, so that every way to add them gives the
/// same.</summary>
public static class ExactDot
{
    /// <summary>The product of two vectors of the same dimensions.</summary>
    public static int Of(ReadOnlySpan<short> left, ReadOnlySpan<short> right) =>
        Avx2.IsSupported ? Paired(left, right) : Portable(left, right);

    /// <summary>The same, one by one.</summary>
    public static int Scalar(ReadOnlySpan<short> left, ReadOnlySpan<short> right)
    {
        var sum = 0;
        for (var at = 0; at < left.Length; at++) sum += left[at] * right[at];
        return sum;
    }

    /// <summary>The same with the vectors that every CPU has.</summary>
    public static int Portable(ReadOnlySpan<short> left, ReadOnlySpan<short> right)
    {
        var (sum, at) = (Vector<int>.Zero, 0);
        for (; at <= left.Length - Vector<short>.Count; at += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(left[at..]), out var low, out var high);
            Vector.Widen(new Vector<short>(right[at..]), out var otherLow, out var otherHigh);
            sum += (low * otherLow) + (high * otherHigh);
        }

        return Vector.Sum(sum) + Scalar(left[at..], right[at..]);
    }

    static int Paired(ReadOnlySpan<short> left, ReadOnlySpan<short> right)
    {
        ref var first = ref MemoryMarshal.GetReference(left);
        ref var second = ref MemoryMarshal.GetReference(right);
        var (even, odd, at) = (Vector256<int>.Zero, Vector256<int>.Zero, 0);
        for (; at <= left.Length - (2 * Vector256<short>.Count); at += 2 * Vector256<short>.Count)
        {
            even += Products(ref first, ref second, at);
            odd += Products(ref first, ref second, at + Vector256<short>.Count);
        }

        return Vector256.Sum(even + odd) + Scalar(left[at..], right[at..]);
    }

    // 16 products, added by pairs.
    static Vector256<int> Products(ref short left, ref short right, int at) =>
        Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref left, (nuint)at), Vector256.LoadUnsafe(ref right, (nuint)at));
}
