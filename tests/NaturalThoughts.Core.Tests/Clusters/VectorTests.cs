using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CsCheck;
using NaturalThoughts.Core.Clusters;

namespace NaturalThoughts.Core.Tests.Clusters;

public sealed class VectorTests
{
    [Fact]
    public void Dot_EveryWayToAdd_SaysTheSame() =>
        Gen.Int[1, 300].SelectMany(dimensions => Gen.Select(VectorGen.Unit(dimensions), VectorGen.Unit(dimensions))).Sample((left, right) =>
        {
            var expected = left.Zip(right, (one, other) => (long)one * other).Sum();
            Assert.Equal(expected, ExactDot.Scalar(left.AsSpan(), right.AsSpan()));
            Assert.Equal(expected, ExactDot.Portable(left.AsSpan(), right.AsSpan()));
            Assert.Equal(expected, ExactDot.Of(left.AsSpan(), right.AsSpan()));
        });

    [Fact]
    public void Dot_MostDimensionsOfTheGreatestLength_StaysWithin32Bits()
    {
        // Each component rounded up by a half.
        var vector = UnitVector.Of(Enumerable.Repeat(1.0, UnitVector.MostDimensions).ToArray())!.Value;
        var longest = Enumerable.Repeat((short)(vector[0] + 1), UnitVector.MostDimensions).ToArray();

        Assert.Equal(longest.Sum(one => (long)one * one), ExactDot.Of(longest, longest));
        Assert.True(4L * longest.Sum(one => (long)one * one) < int.MaxValue);
    }

    [Fact]
    public void Of_AnyNumbers_KeepsTheDirection() => Gen.Int[1, 100].SelectMany(VectorGen.Raw).Sample(numbers =>
    {
        var vector = UnitVector.Of(numbers)!.Value;
        var length = Math.Sqrt(numbers.Sum(number => number * number));
        Assert.All(numbers.Zip(vector), pair => Assert.True(Math.Abs(pair.First / length * UnitVector.Length - pair.Second) <= 0.5));
        Assert.Equal(vector, UnitVector.Of([.. numbers.Select(number => number * 4)])!.Value);
    });

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 0.0, 0 })]
    [InlineData(new[] { 1, double.NaN })]
    [InlineData(new[] { 1, double.PositiveInfinity })]
    [InlineData(new[] { 1e200, 1e200 })]
    public void Of_NoDirection_IsNull(double[] numbers) => Assert.Null(UnitVector.Of(numbers));

    [Fact]
    public void Nearest_AnyVectors_IsTheFirstOfTheNearest() =>
        Gen.Int[1, 40].SelectMany(dimensions => Gen.Select(VectorGen.Entries(dimensions, 1, 40), VectorGen.Entries(dimensions, 1, 10)))
            .Sample((vectors, middles) =>
            {
                var dimensions = vectors[0].Vector.Length;
                var centroids = new Centroids(dimensions, [.. middles.SelectMany(middle => middle.Vector)]);
                var (nearest, distances) = (new int[vectors.Length], new int[vectors.Length]);
                centroids.Nearest(vectors.SelectMany(vector => vector.Vector).ToArray(), nearest, distances);

                for (var at = 0; at < vectors.Length; at++)
                {
                    var all = middles.Select(middle => middle.Vector.Zip(vectors[at].Vector, (a, b) => (long)(a - b) * (a - b)).Sum()).ToList();
                    Assert.Equal(all.Min(), distances[at]);
                    Assert.Equal(all.IndexOf(all.Min()), nearest[at]);
                }
            });

    [Fact]
    public void Find_EveryKindOfRegister_SaysTheSame() =>
        Gen.Int[1, 70].SelectMany(dimensions => Gen.Select(VectorGen.Entries(dimensions, 1, 40), VectorGen.Entries(dimensions, 1, 150)))
            .Sample((vectors, middles) =>
            {
                var dimensions = vectors[0].Vector.Length;
                var search = new NearestSearch(new(dimensions, [.. middles.SelectMany(middle => middle.Vector)]));
                short[] components = [.. vectors.SelectMany(vector => vector.Vector)];
                var expected = vectors.Select(vector => middles
                    .Select((middle, index) => (Distance: Less(vector.Vector.AsSpan(), middle.Vector.AsSpan()), index)).Min()).ToArray();

                Check(Found<Vector128<int>, NearestSearch.Lanes128>());
                if (Avx2.IsSupported) Check(Found<Vector256<int>, NearestSearch.Lanes256>());
                if (Avx512BW.IsSupported) Check(Found<Vector512<int>, NearestSearch.Lanes512>());

                void Check((int Distance, int Index)[] found) => Assert.Equal(expected, found);

                (int Distance, int Index)[] Found<TLanes, TKind>() where TKind : struct, NearestSearch.ILanes<TLanes>
                {
                    var (nearest, distances) = (new int[vectors.Length], new int[vectors.Length]);
                    search.Find<TLanes, TKind>(NearestSearch.Pairs(components, dimensions), nearest, distances);
                    return [.. distances.Zip(nearest)];
                }
            });

    // The squared distance without the vector's own square.
    static int Less(ReadOnlySpan<short> vector, ReadOnlySpan<short> middle) =>
        ExactDot.Scalar(middle, middle) - (2 * ExactDot.Scalar(vector, middle));
}
