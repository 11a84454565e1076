using CsCheck;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Core.Tests.Selection;

public sealed class ApportionmentTests
{
    static readonly Gen<Claim[]> Strata = Gen.Select(
            Gen.OneOf(Gen.Const(0.0), Gen.Int[1, 4].Select(share => (double)share), Gen.Double[0.001, 50]),
            Gen.Long[0, 30],
            Gen.ULong)
        .Array[1, 9]
        .Select(claims => claims.Select((claim, h) => new Claim(new($"s{h}"), claim.Item1, claim.Item2, claim.Item3)).ToArray());

    [Fact]
    public void Places_AnyStrata_AreTheHighestPriorities() =>
        Gen.Select(Strata, Gen.Long[0, 300]).Sample((strata, size) =>
            Assert.Equal(HighestPriorities(size, strata), Apportionment.Places(size, strata)));

    [Fact]
    public void Places_OneMorePlace_NeverTakesOneAway() => Strata.Sample(strata =>
    {
        var before = Apportionment.Places(0, strata);
        for (var size = 1; size < 60; size++)
        {
            var after = Apportionment.Places(size, strata);
            Assert.All(before.Zip(after), pair => Assert.True(pair.First <= pair.Second));
            Assert.Equal(Math.Min(size, strata.Sum(stratum => stratum.Share > 0 ? stratum.Count : 0)), after.Sum());
            before = after;
        }
    });

    [Fact]
    public void Places_WhereLargestRemainderTakesAPlaceAway_KeepsIt()
    {
        double[] shares = [6, 6, 2];
        Claim[] strata = [.. shares.Select((share, h) => new Claim(new($"s{h}"), share, 100, Tie: (ulong)(3 - h)))];
        Assert.Equal([4, 4, 2], LargestRemainder(10, shares));
        Assert.Equal([5, 5, 1], LargestRemainder(11, shares));

        Assert.Equal([4, 4, 2], Apportionment.Places(10, strata));
        Assert.Equal([4, 5, 2], Apportionment.Places(11, strata));
        Assert.Equal([5, 5, 2], Apportionment.Places(12, strata));
    }

    [Fact]
    public void Places_EqualPriorities_GoToTheSmallestHashFirst() =>
        Assert.Equal([0, 1, 1], Apportionment.Places(2, [new(new("a"), 1, 5, 30), new(new("b"), 1, 5, 10), new(new("c"), 1, 5, 20)]));

    [Fact]
    public void Places_AStratumRunsOut_OthersGetItsPlaces() =>
        Assert.Equal([2, 9, 9], Apportionment.Places(20, [new(new("a"), 1, 2, 1), new(new("b"), 1, 50, 2), new(new("c"), 1, 50, 3)]));

    [Fact]
    public void Places_SharesInTheMillions_StayExact()
    {
        Claim[] strata = [new(new("a"), 2_000_003, 2_000_003, 1), new(new("b"), 799_997, 799_997, 2)];
        var places = Apportionment.Places(1_400_000, strata);
        Assert.Equal(1_400_000, places.Sum());
        Assert.InRange(places[0], 1_000_001, 1_000_002);
    }

    static long[] HighestPriorities(long size, Claim[] strata)
    {
        var places = new long[strata.Length];
        foreach (var (h, _) in strata
            .SelectMany((stratum, h) => Enumerable.Range(1, (int)stratum.Count).Where(_ => stratum.Share > 0).Select(j => (h, j)))
            .OrderByDescending(place => strata[place.h].Share / (place.j - 0.5))
                .ThenBy(place => strata[place.h].Tie).ThenBy(place => strata[place.h].Stratum)
            .Take((int)size))
            places[h]++;
        return places;
    }

    static long[] LargestRemainder(int size, double[] shares)
    {
        var exact = shares.Select(share => share * size / shares.Sum()).ToArray();
        var places = exact.Select(quota => (long)quota).ToArray();
        foreach (var h in Enumerable.Range(0, shares.Length).OrderByDescending(h => exact[h] - places[h]).Take(size - (int)places.Sum()))
            places[h]++;
        return places;
    }
}
