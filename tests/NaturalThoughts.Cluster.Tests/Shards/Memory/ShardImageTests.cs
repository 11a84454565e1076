using System.Collections.Immutable;
using System.IO.Hashing;
using CsCheck;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Shards.Memory;

public sealed class ShardImageTests : IDisposable
{
    const int HeaderBytes = 64;

    static readonly Digest Request = Digest.Of("request");
    static readonly FeatureSchema Schema = new(["score"]);

    // Facts of every kind about few questions, so that they have to do with each other.
    static readonly Gen<Fact> Facts = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 5], Gen.Int[0, 9]).Select((question, number, kind) => kind switch
    {
        0 => (Fact)Sample.Intake(question, number),
        1 => Sample.Rejected(number),
        2 => Sample.Response(question, Request, number),
        3 => Sample.Attempt(question, Request, number, $"reason {number}", sample: 9),
        4 => Sample.Reopen(Sample.Attempt(question, Request, number, sample: 9)),
        5 => new RemovalFact
        {
            Question = Sample.Question(question).Id, Rule = Request, Number = number, Reason = number % 2 == 0 ? "contaminated" : null,
        },
        6 => new EmbeddingFact { Question = Sample.Question(question).Id, Request = Request, Model = "e", Vector = [1, 2] },
        7 => new AnnotationFact
        {
            Question = Sample.Question(question).Id, Annotator = "a", Request = Digest.Of($"{number}"),
            Values = ImmutableSortedDictionary<string, FeatureValue>.Empty,
        },
        _ => Sample.Seal(question, number, "plan", [(ulong)((100 * question) + number), (ulong)((100 * question) + number + 50)]),
    });

    readonly string _folder = Directory.CreateTempSubdirectory("nt-image-").FullName;

    string File => Path.Combine(_folder, "memory", "0000");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Read_AnyFactsThenFurtherOnes_ComeToTheMemoryThatFoldedAll()
    {
        var log = await LogAsync(1);
        Gen.Select(Facts.Array[0, 60], Gen.Int[0, 60]).Sample((facts, cut) =>
        {
            var logged = facts.Select((fact, place) => new LoggedFact(fact, new(1 + (place / 7), place % 7))).ToList();
            var (all, some) = (Fold(new(Schema), logged), Fold(new(Schema), logged.Take(cut)));
            new ShardImage(File).Write(some)(log.End);
            var read = Read(log.Log)!.Value.State;
            Assert.Equal(Bytes(some), Bytes(read));
            Assert.Equal(Bytes(all), Bytes(Fold(read, logged.Skip(cut))));
        }, iter: 200, threads: 1);
    }

    [Fact]
    public async Task Read_ManyQuestionsAndOneOfManyFacts_IsTheMemoryThatWasWritten()
    {
        var log = await LogAsync(1);
        var state = Fold(new(Schema), new RealisticFacts().Batch(0, 6_000));
        for (var row = 0; row < 600; row++) state.Apply(Sample.Intake(0, row), new(2_000, row));
        Assert.True(state.Questions[Sample.Question(0).Id].IsLarge);
        new ShardImage(File).Write(state)(log.End);
        var read = Read(log.Log)!.Value.State;
        Assert.Equal(Bytes(state), Bytes(read));
        Assert.Equal(state.Questions[Sample.Question(0).Id].Positions, read.Questions[Sample.Question(0).Id].Positions);
        Assert.True(read.Knows(Sample.Intake(0, 599)));
        Assert.Equal((state.SnapshotDigest, state.Traces, state.Intake), (read.SnapshotDigest, read.Traces, read.Intake));
    }

    [Fact]
    public async Task Read_OneByteIsAnother_IsNotUsed()
    {
        var log = await LogAsync(1);
        new ShardImage(File).Write(Fold(new(Schema), new RealisticFacts().Batch(0, 10)))(log.End);
        var whole = System.IO.File.ReadAllBytes(File);
        Assert.NotNull(Read(log.Log));
        for (var place = 0; place < whole.Length; place += place < 2 * HeaderBytes ? 1 : 997)
        {
            byte[] damaged = [.. whole];
            damaged[place] ^= 1;
            System.IO.File.WriteAllBytes(File, damaged);
            Assert.Null(Read(log.Log));
        }

        foreach (var length in (int[])[0, HeaderBytes - 1, HeaderBytes, whole.Length - 1])
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Null(Read(log.Log));
        }
    }

    [Fact]
    public async Task Read_OtherColumnsOrAnotherLog_IsNotUsed()
    {
        var (log, other) = (await LogAsync(2), await LogAsync(2));
        new ShardImage(File).Write(new(Schema))(log.End);
        Assert.Null(await new ShardImage(File).ReadAsync(new(["other"]), log.Log));
        Assert.Null(await new ShardImage(File).ReadAsync(Schema, other.Log));
        Assert.Equal(1, other.Log.Next);
        Assert.Null(await new ShardImage(File).ReadAsync(Schema, (await LogAsync(1)).Log));
        Assert.Equal(2, Read(log.Log)!.Value.Last);
        Assert.Equal(3, log.Log.Next);
        Assert.Null(await new ShardImage(File + "1").ReadAsync(Schema, log.Log));
    }

    [Theory]
    [InlineData(0, 63, false)]
    [InlineData(0, 64, true)]
    [InlineData(1_600, 1_699, false)]
    [InlineData(1_600, 1_700, true)]
    [InlineData(100, 0, false)]
    public void IsDue_SoMuchCameSince_Says(int last, int applied, bool due) => Assert.Equal(due, ShardImage.IsDue(last, applied));

    // Where this is another one, the same facts come to another memory, or lie otherwise in it: raise ShardImage.Version.
    [Fact]
    public void Write_TheSameFacts_AreTheBytesOfThisVersion()
    {
        var facts = new RealisticFacts().Batch(0, 100);
        Assert.Equal((1, "2da7d1f9991784cf"), (ShardImage.Version, XxHash3.HashToUInt64(Bytes(Fold(new(new([])), facts))).ToString("x16")));
    }

    static ShardState Fold(ShardState state, IEnumerable<LoggedFact> facts)
    {
        foreach (var (fact, position) in facts) state.Apply(fact, position);
        return state;
    }

    byte[] Bytes(ShardState state)
    {
        var file = Path.Combine(_folder, "compared");
        new ShardImage(file).Write(state)(new(1, default));
        return System.IO.File.ReadAllBytes(file)[HeaderBytes..];
    }

    (ShardState State, int Last)? Read(SegmentLog log) =>
        new ShardImage(File).ReadAsync(Schema, log).GetAwaiter().GetResult();

    async Task<(SegmentLog Log, LogEnd End)> LogAsync(int segments)
    {
        var folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        var log = await SegmentLog.OpenAsync(folder);
        for (var segment = 0; segment < segments; segment++) await log.CommitAsync([Sample.Intake(segment)]);
        return (await SegmentLog.OpenAsync(folder), await log.EndAsync());
    }
}
