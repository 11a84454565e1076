using System.Runtime.Intrinsics;

namespace NaturalThoughts.Benchmarks.Scenarios.KMeans;

/// <summary>As many multiplications and additions of 32-bit floating point as a core can do: fused, with the widest vectors it has, in
/// chains that do not wait for each other, and out of registers.</summary>
static class FmaPeak
{
    const int Chains = 12;

    // Away from 0 and from infinity for as long as anybody measures.
    const float Factor = 0.999999f, Addend = 1e-6f;

    /// <summary>Does some operations; a fused one counts as two.</summary>
    /// <returns>What came of it: without it nothing would be computed.</returns>
    public static float Do(long operations) => Vector512.IsHardwareAccelerated
        ? By512(operations / (2 * Chains * Vector512<float>.Count))
        : By256(operations / (2 * Chains * Vector256<float>.Count));

    static float By512(long rounds)
    {
        var (x, y) = (Vector512.Create(Factor), Vector512.Create(Addend));
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (; rounds > 0; rounds--)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    static float By256(long rounds)
    {
        var (x, y) = (Vector256.Create(Factor), Vector256.Create(Addend));
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (; rounds > 0; rounds--)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
