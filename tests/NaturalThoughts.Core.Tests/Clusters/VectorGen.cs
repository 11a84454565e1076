using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Tests.Clusters;

/// <summary>Vectors by chance.</summary>
static class VectorGen
{
    /// <summary>Numbers that have a direction, some of them 0 and some far larger than others.</summary>
    public static Gen<double[]> Raw(int dimensions) =>
        Gen.OneOf(Gen.Double[-1, 1], Gen.OneOf<double>(0, 1, -1, 1e-9), Gen.Double[-1e6, 1e6]).Array[dimensions]
            .Where(numbers => numbers.Any(number => number != 0));

    public static Gen<ImmutableArray<short>> Unit(int dimensions) => Raw(dimensions).Select(numbers => UnitVector.Of(numbers)!.Value);

    /// <summary>Entries, of which some have the same vector.</summary>
    public static Gen<LocalVectors.Entry[]> Entries(int dimensions, int least, int most) =>
        Gen.Select(Unit(dimensions).Array[1, most], Gen.Int[least, most], Gen.Int)
            .Select((vectors, count, salt) => Enumerable.Range(0, count)
                .Select(at => new LocalVectors.Entry(QuestionId.Of($"{salt} {at}"), vectors[at * 7919 % vectors.Length])).ToArray());

    /// <summary>Directions around some middles, in a fixed order.</summary>
    public static LocalVectors.Entry[] Mixture(int count, int dimensions, int middles, double spread, int seed)
    {
        var random = new Random(seed);
        var centres = Enumerable.Range(0, middles).Select(_ => Numbers(1)).ToArray();
        return
        [
            .. Enumerable.Range(0, count).Select(at =>
            {
                var centre = centres[random.Next(middles)];
                var vector = Numbers(spread).Zip(centre, (noise, middle) => noise + middle).ToArray();
                return new LocalVectors.Entry(QuestionId.Of($"mixture {at}"), UnitVector.Of(vector)!.Value);
            }),
        ];

        // Nearly normal.
        double[] Numbers(double scale) =>
            [.. Enumerable.Range(0, dimensions).Select(_ => scale * (Enumerable.Range(0, 6).Sum(_ => random.NextDouble()) - 3))];
    }
}
