using System.Security.Cryptography;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Data.Tests.Intake;

public sealed class SourceFilesTests : IDisposable
{
    readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Find_File_NamedRelativeToTheSpec()
    {
        _sample.Write("data/a.jsonl", "{}");
        Assert.Equal(["data/a.jsonl"], Names("data/a.jsonl"));
        Assert.Equal(["data/a.jsonl"], Names("./data/a.jsonl"));
    }

    [Fact]
    public void Find_FileOutsideTheSpecsFolder_NamedWithoutTheMachinesPath()
    {
        _sample.Write("data/a.jsonl", "{}");
        _sample.Write("specs/run.yaml", "");
        var found = SourceFiles.Find(Named("../data/a.jsonl"), Path.Combine(_sample.Folder, "specs"));
        Assert.Equal("../data/a.jsonl", Assert.Single(found.Value!).Name);
    }

    [Theory]
    [InlineData("", "a.jsonl")]
    [InlineData("/*.jsonl", "a.jsonl")]
    [InlineData("/a.jsonl", "a.jsonl")]
    public void Find_AbsolutePath_NamedRelativeToItsFixedPart(string rest, string name)
    {
        _sample.Write("data/a.jsonl", "{}");
        Assert.Equal([name], Names(Path.Combine(_sample.Folder, "data") + rest));
    }

    [Fact]
    public void Find_Folder_TakesKnownFormatsInOrdinalOrder()
    {
        string[] data = ["b.jsonl", "B.parquet", "sub/c.json.gz", "a10.ndjson", "a2.jsonl.zst"];
        string[] other = ["README.md", ".cache/x.jsonl", ".hidden.jsonl", "dataset_info.json"];
        foreach (var name in data.Concat(other))
            _sample.Write("data/" + name, "x");
        Assert.Equal(["data/B.parquet", "data/a10.ndjson", "data/a2.jsonl.zst", "data/b.jsonl", "data/sub/c.json.gz"], Names("data"));
    }

    [Theory]
    [InlineData("d/*.jsonl", new[] { "d/a.jsonl", "d/b1.jsonl" })]
    [InlineData("d/b?.jsonl", new[] { "d/b1.jsonl" })]
    [InlineData("d/**/*.jsonl", new[] { "d/a.jsonl", "d/b1.jsonl", "d/x/c.jsonl", "d/x/y/d.jsonl" })]
    [InlineData("**/y/*", new[] { "d/x/y/d.jsonl" })]
    [InlineData("d/*/c.jsonl", new[] { "d/x/c.jsonl" })]
    [InlineData("d/x/**", new[] { "d/x/c.jsonl", "d/x/y/d.jsonl" })]
    [InlineData("**/**/d.jsonl", new[] { "d/x/y/d.jsonl" })]
    [InlineData("d/.*", new[] { "d/.e" })]
    public void Find_Glob_TakesWhatMatches(string path, string[] names)
    {
        foreach (var name in new[] { "d/a.jsonl", "d/b1.jsonl", "d/x/c.jsonl", "d/x/y/d.jsonl", "d/.e" }) _sample.Write(name, "{}");
        Assert.Equal(names, Names(path));
    }

    [Fact]
    public void Find_LinkBackUp_IsNotFollowedForever()
    {
        _sample.Write("d/a.jsonl", "{}");
        Directory.CreateSymbolicLink(Path.Combine(_sample.Folder, "d/up"), _sample.Folder);
        Assert.Equal(["d/a.jsonl"], Names("**/*.jsonl"));
    }

    [Theory]
    [InlineData("data/missing.jsonl", "data/missing.jsonl")]
    [InlineData("data/*.parquet", "data/*.parquet")]
    [InlineData("elsewhere/*.jsonl", "elsewhere/*.jsonl")]
    public void Find_Nothing_SaysWhereItLookedAndWhatIsThere(string path, string looked)
    {
        _sample.Write("data/a.jsonl", "{}");
        var problem = Assert.Single(SourceFiles.Find(Named(path), _sample.Folder).Problems);
        Assert.Equal($"{_sample.Folder}/{looked}", problem.Where);
        Assert.Contains(path.StartsWith("data", StringComparison.Ordinal) ? "a.jsonl" : "data", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DigestOf_File_IsItsSha256()
    {
        var bytes = new byte[300_000];
        new Random(7).NextBytes(bytes);
        var path = _sample.Write("a.jsonl", bytes);
        Assert.Equal(Digest.FromHash(SHA256.HashData(bytes)), await SourceFiles.DigestOf(new(path, "a.jsonl")));
    }

    static SourceSpec Named(string path) => new() { Path = path, Name = "sample" };

    IEnumerable<string> Names(string path) => SourceFiles.Find(Named(path), _sample.Folder).Value!.Select(file => file.Name);
}
