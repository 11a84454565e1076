using CsCheck;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Tests.Memory;

public sealed class RecordArenaTests
{
    static readonly Gen<int> Length = Gen.Frequency((20, Gen.Int[0, 60]), (5, Gen.Int[1000, 9000]), (1, Gen.Int[60_000, 70_000]));

    [Fact]
    public void Set_RecordsOfAnyLengthAgainAndAgain_ReadsBackTheLast() =>
        Gen.Select(Gen.Int[0, 20], Length).Array[0, 400].Sample(steps =>
        {
            var (arena, plain) = (new RecordArena(), new List<byte[]>());
            foreach (var ((wanted, length), step) in steps.Select((step, number) => (step, number)))
            {
                var number = Math.Min(wanted, plain.Count);
                var record = new byte[length];
                Array.Fill(record, (byte)step);
                if (number == plain.Count) plain.Add(record);
                else plain[number] = record;
                arena.Set(number, record);
            }

            Assert.Equal(plain.Count, arena.Count);
            for (var number = 0; number < plain.Count; number++) Assert.True(arena[number].SequenceEqual(plain[number]));
        }, iter: 200);

    [Fact]
    public void Bytes_AllRecordsGrowOneAfterTheOther_AreASixteenthMoreThanTheRecords()
    {
        var arena = new RecordArena();
        const int count = 40_000;
        for (var length = 10; length <= 60; length += 10)
            for (var number = 0; number < count; number++) arena.Set(number, Enumerable.Repeat((byte)number, length).ToArray());
        for (var number = 0; number < count; number++) Assert.True(arena[number].IndexOfAnyExcept((byte)number) < 0);
        const double records = count * (60 + 4 + 4);
        Assert.InRange(arena.Bytes, records, (records * 16 / 15) + (6 * RecordArena.ChunkBytes));
    }

    [Fact]
    public void Set_BehindTheNext_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new RecordArena().Set(1, [1]));
}
