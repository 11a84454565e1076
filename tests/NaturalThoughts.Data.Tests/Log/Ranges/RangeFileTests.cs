using System.Text;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Json;
using NaturalThoughts.Data.Log.Ranges;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Tests.Datasets;

namespace NaturalThoughts.Data.Tests.Log.Ranges;

public sealed class RangeFileTests : IDisposable
{
    const string Name = "00000001-00000064.parquet";

    readonly TempFolder _folder = new();

    string Range => _folder.In(Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Range_OfManyTexts_HasRowGroupsSmallEnoughToReadOneFact()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path, cacheBytes: 3 << 20);
        for (var i = 0; i < 64; i++) await log.CommitAsync([.. Enumerable.Range(0, 3).Select(j => Long((3 * i) + j))]);
        await CompactAsync();

        using (var reader = RangeReader.TryOpen(Range, new(1, 64))!)
        {
            Assert.Equal(22, reader.Groups); // nine facts of 120 KB each
            Assert.Equal(new(4, 0), reader.Info.Groups[1].Start);
            var groups = Enumerable.Range(0, reader.Groups);
            Assert.All(groups, group => Assert.InRange(reader.TryRead(group, texts: true)!.Bytes, 1, 1_200_000));
            Assert.All(groups, group => Assert.InRange(reader.TryRead(group, texts: false)!.Bytes, 1, 5_000));
        }

        var picks = Enumerable.Range(0, 192).Select(i => i * 37 % 192).ToList();
        Assert.Equal(picks.Select(Long), await log.ReadAsync([.. picks.Select(i => new FactPosition((i / 3) + 1, i % 3))]));
        Assert.Equal(Enumerable.Range(0, 192).Select(Long), (await _folder.ReplayAsync()).Select(logged => logged.Fact));
        Assert.Equal(Enumerable.Range(30, 162).Select(Long), (await log.ReplayAsync(11).ToListAsync()).Select(logged => logged.Fact));
    }

    [Fact]
    public async Task Range_OfVectors_LeavesThemOutOfWhatAReplayReads()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        for (var number = 0; number < 64; number++) await log.CommitAsync([Vector(number)]);
        await CompactAsync();

        using (var reader = RangeReader.TryOpen(Range, new(1, 64))!)
            Assert.All(Enumerable.Range(0, reader.Groups), group => Assert.InRange(reader.TryRead(group, texts: false)!.Bytes, 1, 30_000));
        var bare = await log.ReplayAsync(1, texts: false).ToListAsync();
        var whole = await log.ReadAsync([.. bare.Select(logged => logged.Position)]);
        Assert.Equal(Enumerable.Range(0, 64).Select(number => Vector(number) with { Vector = [] }), bare.Select(logged => logged.Fact),
            FactComparer.Instance);
        Assert.Equal(Enumerable.Range(0, 64).Select(Vector), whole, FactComparer.Instance);

        static EmbeddingFact Vector(int number) => new()
        {
            Question = QuestionId.Of($"{number}"), Request = Digest.Of("embed"), Model = "bge",
            Vector = [.. Enumerable.Range(0, 4096).Select(at => (short)(at * number))],
        };
    }

    [Fact]
    public void Range_LineThatAnotherVersionWrote_IsKeptToTheByte()
    {
        var fact = SomeFacts.Response(1);
        var line = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(FactJson.Write(fact)).Replace(":", ": "));
        using (var writer = new RangeWriter(Range, new(1, 64)))
        {
            for (var number = 1; number <= 64; number++) writer.Add(RangeRow.Of(new(number, 0), Guid.Empty, fact, line));
            writer.Finish();
        }

        using var reader = RangeReader.TryOpen(Range, new(1, 64))!;
        var group = reader.TryRead(0, texts: true)!;
        Assert.Equal(line, group.WholeLine(63).ToArray());
        Assert.Equal(fact, group.Read(63));
        Assert.Null(((ResponseFact)group.ReadAll(new(1, 0), texts: false)[0].Fact).Response.Content);
    }

    [Fact]
    public async Task Replay_AnyByteOfARangeChanged_IsDamageOrChangesNothing()
    {
        await _folder.CommitAsync(64);
        var before = await _folder.ReplayAsync();
        await CompactAsync();
        var whole = await File.ReadAllBytesAsync(Range, TestContext.Current.CancellationToken);
        for (var at = 0; at < whole.Length; at += 13)
        {
            var changed = whole.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(Range, changed, TestContext.Current.CancellationToken);
            try
            {
                // A column that only people read may be damaged: what is read must then be what was written.
                Assert.Equal(before, await _folder.ReplayAsync());
            }
            catch (LogDamageException e)
            {
                Assert.Equal(Range, e.Problem.Where);
            }
        }
    }

    [Fact]
    public async Task Replay_RangeCutOrUnderAnotherName_IsDamage()
    {
        await _folder.CommitAsync(64);
        await CompactAsync();
        var whole = await File.ReadAllBytesAsync(Range, TestContext.Current.CancellationToken);
        for (var length = 0; length < whole.Length; length += 97)
        {
            await File.WriteAllBytesAsync(Range, whole[..length], TestContext.Current.CancellationToken);
            Assert.Equal(Range, (await Assert.ThrowsAsync<LogDamageException>(_folder.ReplayAsync)).Problem.Where);
        }

        await File.WriteAllBytesAsync(Range, whole, TestContext.Current.CancellationToken);
        File.Copy(Range, _folder.In("00000065-00000128.parquet"));
        Assert.Contains("segments 1 to 64", (await Assert.ThrowsAsync<LogDamageException>(_folder.ReplayAsync)).Problem.What);
    }

    [Fact]
    public async Task Range_ReadByDuckDb_HasTheColumnsPeopleWant()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        Fact[] facts =
        [
            SomeFacts.Response(1, "第 \"四\"\n\0"),
            new AttemptFact
            {
                Question = new(7), Request = new(8), Role = ModelRole.Baseline, Model = "b", Failure = new("http-502", "Bad Gateway"),
            },
        ];
        for (var i = 0; i < 64; i++) await log.CommitAsync(facts);
        await CompactAsync();

        Assert.Equal(
            "segment row line commit fact question trace key role model finish_reason reason annotator content reasoning",
            string.Join(' ', Duck.Columns(Range).Select(column => column.Name)));
        var rows = Duck.Read($"""
            select segment, "row", fact, question, key, role, model, reason, content, reasoning,
                   line->>'$.response.sample', line->>'$.number'
            from '{Range}' where segment = 64 order by "row"
            """);
        var response = (ResponseFact)facts[0];
        Assert.Equal(
            [64, 0, "response", response.Question.ToString(), response.Key.ToString(), "teacher", "r1", null,
                response.Response.Content, null, "1", null],
            rows[0]);
        Assert.Equal(
            [64, 1, "attempt", new Digest(7).ToString(), facts[1].Key.ToString(), "baseline", "b", "http-502", null, null, null, "0"],
            rows[1]);
    }

    async Task CompactAsync() => await new LogCompactor(_folder.Path, new() { Grace = TimeSpan.Zero }).CompactAsync();

    static Fact Long(int number) => SomeFacts.Response(number, string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i * number,12}")));
}
