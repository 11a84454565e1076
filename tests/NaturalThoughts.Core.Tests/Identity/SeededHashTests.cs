using CsCheck;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Tests.Identity;

public sealed class SeededHashTests
{
    [Fact]
    public void Of_ManyIds_IsThatOfEach() =>
        Gen.Select(Gen.ULong, Gen.Select(Gen.ULong, Gen.ULong).Select(halves => new UInt128(halves.Item1, halves.Item2)).Array[0, 70])
        .Sample((seed, ids) =>
        {
            var hashes = new ulong[ids.Length];
            SeededHash.Of(seed, ids, hashes);
            Assert.Equal(ids.Select(id => SeededHash.Of(seed, id)), hashes);
        });
}
