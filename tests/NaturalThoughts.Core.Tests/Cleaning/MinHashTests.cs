using CsCheck;
using NaturalThoughts.Core.Cleaning;

namespace NaturalThoughts.Core.Tests.Cleaning;

public sealed class MinHashTests
{
    [Fact]
    public void Sign_AnySet_HasTheLeastHashesOfItsElements() => Gen.ULong.Array[1, 20].Sample(set =>
    {
        var minHash = new MinHash(30);
        var alone = set.Select(element => Sign(minHash, [element])).ToList();
        Assert.Equal(Enumerable.Range(0, minHash.Length).Select(n => alone.Min(signature => signature[n])), Sign(minHash, set));
    });

    [Fact]
    public void Sign_FixedSet_HasTheseBits()
    {
        var signature = Sign(new(3), [1, 2, 3]);

        // On every CPU, or what one silo computes is no bucket of another.
        Assert.Equal(["21f71ac58e775644", "50a9d69359ed74d6", "317b2099c29c0b56"], signature.Take(3).Select(hash => $"{hash:x16}"));
    }

    [Fact]
    public void Sign_SetsThatShareAThird_AgreeInAThirdOfTheirHashes()
    {
        var random = new Random(5);
        var (agree, all) = (0, 0);
        var minHash = new MinHash(200);
        for (var trial = 0; trial < 200; trial++)
        {
            var elements = Enumerable.Range(0, 90).Select(_ => (ulong)random.NextInt64()).ToArray();
            var (left, right) = (Sign(minHash, elements[..60]), Sign(minHash, elements[30..]));
            all += left.Length;
            agree += left.Zip(right).Count(pair => pair.First == pair.Second);
        }

        Assert.InRange((double)agree / all, 0.32, 0.347);
    }

    [Theory]
    [InlineData(0.5, 52, 3)]
    [InlineData(0.8, 30, 7)]
    [InlineData(0.9, 21, 12)]
    [InlineData(1, 1, 16)]
    public void For_Threshold_CutsSo(double threshold, int bands, int rows) => Assert.Equal(new(bands, rows), LshBands.For(threshold));

    [Fact]
    public void For_AnyThreshold_MissesFewAndNeedsNoMoreThan256Hashes() => Gen.Double[0.5, 1].Sample(threshold =>
    {
        var cut = LshBands.For(threshold);
        return cut.Hashes <= 256 && Math.Pow(1 - Math.Pow(threshold, cut.Rows), cut.Bands) <= 0.001 + 1e-9;
    });

    static ulong[] Sign(MinHash minHash, ReadOnlySpan<ulong> set)
    {
        var signature = new ulong[minHash.Length];
        minHash.Sign(set, signature);
        return signature;
    }
}
