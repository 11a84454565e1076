using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Tests.Log;

namespace NaturalThoughts.Data.Tests.Intake;

public sealed class RunPartTests : IDisposable
{
    static readonly SourceSpec First = new() { Path = "", Name = "run:first", Run = "first" };

    readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Open_LogsOfAnotherRun_BringsQuestionsAndResponsesAndNothingElse()
    {
        var (asked, read) = (SomeFacts.Response(1), SomeFacts.Response(2) with { Origin = new(3, "b.jsonl", 4) });
        var relayed = SomeFacts.Response(3) with { Run = "zeroth" };
        await CommitAsync(
            0, Row(1), new IntakeFact { FileDigest = Digest.Of("f"), Origin = new(0, "a", 9), Rejected = new("not-json", "No.") },
            asked, read, relayed, Attempt(4), Annotation(1),
            new SealFact { Question = Row(1).Question!.Id, Plan = default, Generation = 1, Traces = [] });

        var facts = await FactsAsync(First with { Features = First.Features.Add("hard", "level") }, index: 2);

        var row = Assert.IsType<IntakeFact>(facts[0]);
        Assert.Equal((new SourceRow(2, "a.jsonl", 1, "first/0005"), Digest.Of("file")), (row.Origin, row.FileDigest));
        Assert.Equal(("42", "mit", "Maths"), (row.Question!.Reference, row.Question.License, row.Question.Labels["domain"]));
        Assert.Equal(KeyValuePair.Create("hard", 0.5), Assert.Single(row.Question.Scores));
        Assert.Equal(
            [asked with { Run = "first" }, read with { Origin = new(2, "b.jsonl", 4, "first/0003") }, relayed],
            facts.Skip(1));
    }

    [Fact]
    public async Task Open_LogWithVectors_BringsThemToo()
    {
        var vector = new EmbeddingFact { Question = Row(1).Question!.Id, Request = Digest.Of("embed"), Model = "bge", Vector = [1, 2] };
        await CommitAsync(0, Row(1), vector);

        Assert.Equal(vector, (await FactsAsync(First))[1], FactComparer.Instance);
    }

    [Fact]
    public async Task Open_OtherShardsAndOrder_BringsTheSameKeys()
    {
        Fact[] facts = [Row(1), Row(2), Row(2) with { Origin = new(0, "b.jsonl", 2) }, SomeFacts.Response(1), SomeFacts.Response(2)];
        await CommitAsync(0, facts);
        var alone = (await FactsAsync(First)).Select(fact => fact.Key).ToHashSet();
        Directory.Delete(_root.In("first/shards"), recursive: true);
        for (var i = 0; i < facts.Length; i++) await CommitAsync(i % 3, facts[^(i + 1)]);

        Assert.Equal(facts.Length, alone.Count);
        Assert.Equal(alone, (await FactsAsync(First)).Select(fact => fact.Key).ToHashSet());
    }

    [Fact]
    public async Task Open_RunGrowsMeanwhile_ReadsWhatItsDigestNames()
    {
        await CommitAsync(0, Row(1));
        await CommitAsync(1, Row(2));
        var before = await OpenAsync(First);
        await CommitAsync(1, Row(3));
        await CommitAsync(2, Row(4));

        Assert.Equal(2, (await ListAsync(before)).Count);
        var after = await OpenAsync(First);
        Assert.NotEqual(before.Digest, after.Digest);
        Assert.Equal(4, (await ListAsync(after)).Count);
    }

    [Fact]
    public async Task Open_LogCompactedSince_IsWhatItWas()
    {
        for (var i = 0; i < 64; i++) await CommitAsync(0, Row(i));
        var (before, facts) = (await OpenAsync(First), await FactsAsync(First));
        var options = new CompactionOptions { Grace = TimeSpan.Zero };
        await new LogCompactor(Shard(0), options).CompactAsync(TestContext.Current.CancellationToken);

        Assert.Single(Directory.GetFiles(Shard(0)));
        Assert.Equal(before.Digest, (await OpenAsync(First)).Digest);
        Assert.Equal(facts.Select(fact => fact.Key), (await FactsAsync(First)).Select(fact => fact.Key));
    }

    [Fact]
    public async Task Open_AnyRun_LeavesItsFolderAsItIs()
    {
        Directory.CreateDirectory(_root.In("first/control"));
        Assert.Empty(await FactsAsync(First));
        await CommitAsync(0, Row(1));
        var old = Path.Combine(Shard(0), ".tmp-left");
        File.WriteAllText(old, "");
        File.SetLastWriteTimeUtc(old, DateTime.UnixEpoch);

        Assert.Single(await FactsAsync(First));

        Assert.Equal(["control", "shards"], Directory.GetDirectories(_root.In("first")).Select(Path.GetFileName).Order());
        Assert.True(File.Exists(old));
    }

    [Fact]
    public async Task Open_DamagedLog_SaysWhichFile()
    {
        await CommitAsync(0, Row(1));
        await CommitAsync(0, Row(2));
        var segment = Path.Combine(Shard(0), "00000001.jsonl.zst");
        File.WriteAllBytes(segment, File.ReadAllBytes(segment)[..^9]);

        var damage = await Assert.ThrowsAsync<LogDamageException>(() => FactsAsync(First));

        Assert.Equal(segment, damage.Problem.Where);
    }

    [Fact]
    public void Find_NoSuchRun_NamesTheNearest()
    {
        Directory.CreateDirectory(_root.In("first/control"));
        Directory.CreateDirectory(_root.In("no-run"));

        var problem = Assert.Single(Find(First with { Run = "frist" }).Problems);

        Assert.Equal(
            ("There is no run `frist` to import.", "one of first", "Did you mean `first`?"), (problem.What, problem.Expected, problem.Fix));
        Assert.StartsWith("There is no run", Assert.Single(Find(First with { Run = "no-run" }).Problems).What, StringComparison.Ordinal);
    }

    string Shard(int number) => RunFolder.Of(_root.Path, "first").Value!.Shard(number);

    async Task CommitAsync(int shard, params Fact[] facts)
    {
        Directory.CreateDirectory(_root.In("first/control"));
        var log = await SegmentLog.OpenAsync(Shard(shard));
        await log.ReplayAsync().ToListAsync();
        Assert.IsType<CommitResult.Committed>(await log.CommitAsync(facts));
    }

    NaturalThoughts.Core.Problems.Checked<IReadOnlyList<SourcePart>> Find(SourceSpec source, int index = 0) =>
        RunPart.Find(source, index, "second", _root.Path);

    async Task<SourceContent> OpenAsync(SourceSpec source, int index = 0) =>
        await Find(source, index).Value!.Single().OpenAsync(texts: true, TestContext.Current.CancellationToken);

    static async Task<List<Fact>> ListAsync(SourceContent content) =>
        await content.Facts.SelectMany(facts => (facts.Row is null ? facts.Responses : [facts.Row]).ToAsyncEnumerable()).ToListAsync();

    async Task<List<Fact>> FactsAsync(SourceSpec source, int index = 0) => await ListAsync(await OpenAsync(source, index));

    static IntakeFact Row(int number) => new()
    {
        FileDigest = Digest.Of("file"),
        Origin = new(5, "a.jsonl", number),
        Question = new()
        {
            Text = $"What is {number}?", Id = QuestionId.Of($"What is {number}?"), Source = "questions", Reference = "42", License = "mit",
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("domain", "Maths"),
            Scores = ImmutableSortedDictionary<string, double>.Empty.Add("level", 0.5).Add("other", 1),
        },
    };

    static AttemptFact Attempt(int number) => new()
    {
        Question = QuestionId.Of($"What is {number}?"), Request = Digest.Of("request"), Role = default, Model = "r1",
        Failure = new("silent", "Nothing came."),
    };

    static AnnotationFact Annotation(int number) => new()
    {
        Question = QuestionId.Of($"What is {number}?"), Annotator = "cues", Request = Digest.Of("cues"),
        Values = ImmutableSortedDictionary<string, FeatureValue>.Empty,
    };
}
