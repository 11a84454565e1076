using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Control;
using NaturalThoughts.Data.Log.Ranges;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Log.Storage;
using NaturalThoughts.Data.Log.Verification;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Data.Tests.Log.Verification;

public sealed class LogVerifierTests : IAsyncLifetime
{
    const int Shards = 2;

    readonly TempFolder _root = new();
    RunFolder _run = null!;

    public async ValueTask InitializeAsync()
    {
        _run = RunFolder.Of(_root.Path, "r").Value!;
        var spec = $"run: r\nshards: {Shards}\nsource: {{path: q.jsonl, columns: {{question: q}}}}\n";
        await (await ControlLog.OpenAsync(_run.Control)).AppendAsync(new SpecAccepted(Digest.Of(spec), spec, "/"));
        for (var shard = 0; shard < Shards; shard++)
        {
            var log = await SegmentLog.OpenAsync(_run.Shard(shard));
            var facts = Enumerable.Range(0, 1000).Select(number => SomeFacts.Response(number))
                .Where(fact => fact.Question.Shard(Shards) == shard).Take(140).ToList();
            for (var i = 0; i < 70; i++) await log.CommitAsync([facts[2 * i], facts[(2 * i) + 1]]);
        }
    }

    public ValueTask DisposeAsync()
    {
        _root.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Verify_SoundRun_CountsWhatItHas(bool compactedAndCovered)
    {
        if (compactedAndCovered) await CompactAsync(TimeSpan.FromHours(1));
        var report = await VerifyAsync();
        Assert.Empty(report.Problems);
        Assert.True(report.Sound);
        Assert.Equal(["control", "shards/0000", "shards/0001"], report.Logs.Select(log => log.Name));
        Assert.All(report.Logs.Skip(1), log => Assert.Equal((70, 140L, 70), (log.Last, log.Entries, log.Files)));
        Assert.All(report.Logs.Skip(1), log =>
            Assert.Equal(compactedAndCovered ? (1, 64) : (0, 0), (log.Ranges, log.Covered)));

        if (!compactedAndCovered) return;
        await CompactAsync(TimeSpan.Zero);
        Assert.All((await VerifyAsync()).Logs.Skip(1), log =>
            Assert.Equal((140L, 6, 1, 0), (log.Entries, log.Files, log.Ranges, log.Covered)));
    }

    [Fact]
    public async Task Verify_ManyThingsWrong_SaysAllOfThemAtOnce()
    {
        var torn = File(0, "00000003.jsonl.zst");
        await System.IO.File.WriteAllBytesAsync(torn, (await System.IO.File.ReadAllBytesAsync(torn))[..^9]);
        System.IO.File.Delete(File(0, "00000005.jsonl.zst"));
        System.IO.File.Delete(File(0, "00000006.jsonl.zst"));
        await System.IO.File.WriteAllTextAsync(File(1, "00000001 (copy).jsonl.zst"), "");
        await System.IO.File.WriteAllTextAsync(Path.Combine(_run.Control, "00000002.json"), "{}");
        await System.IO.File.WriteAllTextAsync(Path.Combine(_run.Path, "shards", "0002"), "");

        var report = await VerifyAsync();
        Assert.Equal(
            ["control/00000002.json", "shards/0000/00000003.jsonl.zst", "shards/0000/00000005.jsonl.zst",
                "shards/0001/00000001 (copy).jsonl.zst", "shards/0002"],
            report.Problems.Select(problem => Path.GetRelativePath(_run.Path, problem.Where!)).Order(StringComparer.Ordinal));
        Assert.All(report.Problems, problem => Assert.NotNull(problem.Fix));
        Assert.Contains("number 7 is there", report.Problems.Single(problem => problem.Where == File(0, "00000005.jsonl.zst")).What);
        Assert.Equal(140 - 6, report.Logs[1].Entries);
        Assert.Equal(140, report.Logs[2].Entries);
    }

    [Fact]
    public async Task Verify_FactsOfAnotherShardOrWithAnotherId_AreNamedByRow()
    {
        var log = await SegmentLog.OpenAsync(_run.Shard(0));
        await log.ReplayAsync().ToListAsync();
        var stranger = Enumerable.Range(0, 100).Select(number => SomeFacts.Response(number))
            .First(fact => fact.Question.Shard(Shards) == 1);
        var renamed = new Question { Text = "Why?", Source = "s", Id = new(1) };
        await log.CommitAsync([stranger, new IntakeFact { FileDigest = new(1), Origin = new(0, "q.jsonl", 1), Question = renamed }]);

        var problems = (await VerifyAsync()).Problems;
        Assert.Equal([(File(0, "00000071.jsonl.zst"), 2), (File(0, "00000071.jsonl.zst"), 3)],
            problems.Select(problem => (problem.Where, problem.Line)));
        Assert.Contains("belongs to shard 1, not 0", problems[0].What);
        Assert.Contains($"its text has {QuestionId.Of("Why?")}", problems[1].What);
    }

    [Fact]
    public async Task Verify_RangeWithOtherFactsThanASegmentItCovers_NamesBoth()
    {
        await CompactAsync(TimeSpan.FromHours(1));
        var segment = SegmentFormat.Decode("", 9, await System.IO.File.ReadAllBytesAsync(File(1, "00000009.jsonl.zst")));
        Fact fact = Enumerable.Range(2000, 99).Select(number => SomeFacts.Response(number)).First(fact => fact.Question.Shard(Shards) == 1);
        await PutAsync(segment.Commit);
        var problem = Assert.Single((await VerifyAsync()).Problems);
        Assert.Equal(File(1, "00000009.jsonl.zst"), problem.Where);
        Assert.Contains("00000001-00000064.parquet", problem.What);

        await PutAsync(Guid.NewGuid()); // of an owner that came late: nobody reads it
        Assert.True((await VerifyAsync()).Sound);

        async Task PutAsync(Guid commit)
        {
            using var segment = SegmentFormat.Encode(9, commit, [EncodedFact.Of(fact)]);
            await System.IO.File.WriteAllBytesAsync(File(1, "00000009.jsonl.zst"), segment.Span.ToArray());
        }
    }

    [Fact]
    public async Task Verify_RangeWithAWrongKey_NamesTheRow()
    {
        await CompactAsync(TimeSpan.Zero);
        var range = new SegmentRange(1, 64);
        var file = File(0, range.Name);
        RangeGroup rows;
        using (var reader = RangeReader.TryOpen(file, range)!) rows = reader.TryRead(0, texts: true)!;
        System.IO.File.Delete(file);
        using (var writer = new RangeWriter(file, range))
        {
            // Its label comes from another fact than its line.
            for (var row = 0; row < rows.Rows; row++)
                writer.Add(new(rows.Position(row), Guid.Empty, rows.Read(row == 5 ? 6 : row), rows.Line(row), rows.Content(row), null));
            writer.Finish();
        }

        var problems = (await VerifyAsync()).Problems;
        Assert.All(problems, problem => Assert.StartsWith("Row 1 of segment 3: Its column `", problem.What, StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.What.Contains($"`key` is `{rows.Read(6).Key}`, and `{rows.Read(5).Key}` follows"));
    }

    [Fact]
    public async Task Verify_AnyByteOfARangeChanged_IsSaidOrChangesNothing()
    {
        await CompactAsync(TimeSpan.Zero);
        var file = File(0, "00000001-00000064.parquet");
        var whole = await System.IO.File.ReadAllBytesAsync(file);
        var sound = 0;
        for (var at = 0; at < whole.Length; at += 61)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x10;
            await System.IO.File.WriteAllBytesAsync(file, changed);
            if ((await VerifyAsync()).Sound) sound++;
        }

        // Statistics and offsets that only other readers use are not covered by a checksum.
        Assert.InRange(sound, 0, whole.Length / 61 / 4);
    }

    string File(int shard, string name) => Path.Combine(_run.Shard(shard), name);

    Task<VerificationReport> VerifyAsync() => LogVerifier.VerifyAsync(_run, TestContext.Current.CancellationToken);

    async Task CompactAsync(TimeSpan grace)
    {
        for (var shard = 0; shard < Shards; shard++) await new LogCompactor(_run.Shard(shard), new() { Grace = grace }).CompactAsync();
    }
}
