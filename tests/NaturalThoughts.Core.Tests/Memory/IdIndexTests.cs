using CsCheck;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Tests.Memory;

public sealed class IdIndexTests
{
    // Few, so that they come again; and some that differ in one half alone.
    static readonly Gen<UInt128> Id = Gen.Select(Gen.ULong[0, 40], Gen.OneOf(0, 64)).Select(id => (UInt128)id.Item1 << id.Item2);

    [Fact]
    public void AddAndFind_AnyIds_AreWhatADictionarySays() => Gen.Select(Gen.Bool, Id).Array[0, 300].Sample(steps =>
    {
        var (index, plain) = (new IdIndex(), new Dictionary<UInt128, int>());
        foreach (var (add, id) in steps)
        {
            if (add)
            {
                plain.TryAdd(id, plain.Count);
                Assert.Equal(plain[id], index.Add(id));
            }

            Assert.Equal(plain.GetValueOrDefault(id, -1), index.Find(id));
        }

        Assert.Equal(plain.Count, index.Count);
        Assert.All(plain, pair => Assert.Equal((pair.Key, pair.Value), (index[pair.Value], index.Find(pair.Key))));
    });

    [Fact]
    public void Bytes_ManyIds_Are22EachAndNoMoreThanTheLastBlocks()
    {
        var index = new IdIndex();
        const int count = 150_000;
        for (var number = 0; number < count; number++) index.Add(Digest.Of($"{number}").Value);
        for (var number = 0; number < count; number += 7) Assert.Equal(number, index.Find(Digest.Of($"{number}").Value));
        Assert.InRange(index.Bytes, 22 * count, (22 * count) + (24 * BlockList<int>.BlockLength));
    }

    [Fact]
    public void Blocks_TakenBeforeMoreCame_ShowWhatWasThere()
    {
        var index = new IdIndex();
        index.Add(7);
        var before = index.Blocks;
        for (var id = 100u; id < 100 + BlockList<UInt128>.BlockLength; id++) index.Add(id);
        Assert.Single(before);
        Assert.Equal((UInt128)7, before[0][0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => index[index.Count]);
    }
}
