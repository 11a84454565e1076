using System.IO.Compression;
using System.Text;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Benchmarks;
using NaturalThoughts.Data.Tests.Datasets;
using NaturalThoughts.Data.Tests.Intake;

namespace NaturalThoughts.Data.Tests.Benchmarks;

public sealed class BenchmarkFilesTests : IDisposable
{
    readonly Sample _folder = new();

    [Theory]
    [InlineData("question")]
    [InlineData("problem")]
    [InlineData("prompt")]
    [InlineData("input")]
    [InlineData("instruction")]
    public async Task ReadAsync_ColumnNotNamed_IsFound(string column)
    {
        _folder.Write("b.jsonl", $$"""{"id": 1, "{{column}}": "What is a prime?", "answer": "7"}""");

        Assert.True(await HasAsync("What is a prime?", "b.jsonl:1", new BenchmarkSpec { Path = "b.jsonl" }));
    }

    [Fact]
    public async Task ReadAsync_ColumnNamed_IsTakenAloneAndMayLieDeep()
    {
        _folder.Write("b.jsonl", """{"question": "Not this one.", "meta": {"asked": ["no", "Is it this one?"]}}""");
        var named = new BenchmarkSpec { Path = "b.jsonl", Column = "meta.asked.1" };

        Assert.True(await HasAsync("Is it this one?", "b.jsonl:1", named));
        Assert.False(await HasAsync("Not this one.", "b.jsonl:1", named));
    }

    [Fact]
    public async Task ReadAsync_EveryFormat_IsRead()
    {
        const string row = """{"problem": "How far is it to the moon?"}""";
        _folder.Write("lines/b.jsonl", row);
        _folder.Write("list/b.json", $$"""[{"problem": "Why?"}, {{row}}]""");
        Pack("gz/b.jsonl.gz", row);
        var parquet = _folder.Write("parquet/b.parquet", "");
        using (var duck = new Duck()) duck.Run($"copy (select 'How far is it to the moon?' as problem, 1 as id) to '{parquet}'");

        Assert.True(await HasAsync("How far is it to the moon?", "lines/b.jsonl:1", new BenchmarkSpec { Path = "lines" }));
        Assert.True(await HasAsync("How far is it to the moon?", "list/b.json:2", new BenchmarkSpec { Path = "list/*" }));
        Assert.True(await HasAsync("How far is it to the moon?", "gz/b.jsonl.gz:1", new BenchmarkSpec { Path = "gz/b.jsonl.gz" }));
        Assert.True(await HasAsync("How far is it to the moon?", "parquet/b.parquet:1", new BenchmarkSpec { Path = "parquet/*.parquet" }));
    }

    [Fact]
    public async Task ReadAsync_FilesThatAreNotThereAndRowsThatDoNotRead_AreSaidAtOnce()
    {
        _folder.Write("torn.jsonl", "{\"question\": \"Why?\"}\n{\"question\": \n");
        _folder.Write("other.jsonl", """{"q": "Why?"}""");
        _folder.Write("some.jsonl", "{\"question\": \"Why?\"}\n{\"question\": null}\n{\"id\": 3}\n");

        Assert.Equal(
            ["Benchmark `a.jsonl` names no file.", "Benchmark `b/*.jsonl` names no file."],
            (await ReadAsync(Named("a.jsonl"), Named("b/*.jsonl"), Named("torn.jsonl"))).Problems.Select(problem => problem.What));
        var problems = (await ReadAsync(Named("torn.jsonl"), Named("other.jsonl"), Named("some.jsonl"))).Problems;
        Assert.Equal(["torn.jsonl:2", "other.jsonl"], problems.Select(problem => problem.Where));
        Assert.Equal("a text under `question`, `problem`, `prompt`, `input`, `instruction`", problems[1].Expected);
        Assert.Equal(1, (await ReadAsync(Named("some.jsonl"))).Value!.Index.Texts);
    }

    [Fact]
    public async Task ReadAsync_ManyRowsThatDoNotRead_TellsTheFirst()
    {
        _folder.Write("torn.jsonl", string.Concat(Enumerable.Repeat("no json\n", 50)));

        Assert.Equal(20, (await ReadAsync(Named("torn.jsonl"))).Problems.Length);
    }

    [Fact]
    public async Task Digest_OfTheSameBenchmarks_IsTheSameWhereverTheyLie()
    {
        _folder.Write("a.jsonl", """{"question": "A?"}""");
        _folder.Write("b.jsonl", """{"question": "B?"}""");
        _folder.Write("moved/z.jsonl", """{"question": "A?"}""");
        var first = await DigestAsync(Named("a.jsonl"), Named("b.jsonl"));

        Assert.Equal(first, await DigestAsync(Named("b.jsonl"), Named("moved/*.jsonl")));
        Assert.NotEqual(first, await DigestAsync(Named("a.jsonl")));
        Assert.NotEqual(first, await DigestAsync(Named("a.jsonl") with { Ngram = 12 }, Named("b.jsonl")));
        Assert.NotEqual(first, await DigestAsync(Named("a.jsonl") with { Column = "question" }, Named("b.jsonl")));
        _folder.Write("b.jsonl", """{"question": "C?"}""");
        Assert.NotEqual(first, await DigestAsync(Named("a.jsonl"), Named("b.jsonl")));
        Assert.Null(await DigestAsync());
    }

    public void Dispose() => _folder.Dispose();

    static BenchmarkSpec Named(string path) => new() { Path = path };

    Task<Core.Problems.Checked<BenchmarkTexts>> ReadAsync(params BenchmarkSpec[] benchmarks) =>
        BenchmarkFiles.ReadAsync(new CleanSpec { Decontaminate = [.. benchmarks] }, _folder.Folder, CancellationToken.None);

    async Task<Digest?> DigestAsync(params BenchmarkSpec[] benchmarks) => (await ReadAsync(benchmarks)).Value!.Digest;

    async Task<bool> HasAsync(string text, string place, BenchmarkSpec benchmark)
    {
        var read = await ReadAsync(benchmark);
        Assert.True(read.Ok, string.Join('\n', read.Problems));
        var found = read.Value.Index.Find(new Question { Text = text, Source = "s", Id = QuestionId.Of(text) }, new());
        return found?.Place == place;
    }

    void Pack(string name, string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        _folder.Write(name, packed.ToArray());
    }
}
