using CsCheck;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Tests.Log;

namespace NaturalThoughts.Data.Tests.Runs;

public sealed class RunFolderTests
{
    [Fact]
    public void Paths_GoodNames_AreThoseOfTheRunFolder()
    {
        var run = RunFolder.Of("/data/runs", "natural-r1").Value!;
        Assert.Equal("/data/runs/natural-r1/run.yaml", run.Spec);
        Assert.Equal("/data/runs/natural-r1/control", run.Control);
        Assert.Equal("/data/runs/natural-r1/staging", run.Staging);
        Assert.Equal("/data/runs/natural-r1/shards/0000", run.Shard(0));
        Assert.Equal("/data/runs/natural-r1/shards/0063", run.Shard(63));
        Assert.Equal("/data/runs/natural-r1/selections/hard.10k_v2", run.Selection("hard.10k_v2").Value);
        Assert.Equal("/data/runs/natural-r1/datasets/mixed", run.Dataset("mixed").Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc")]
    [InlineData(".hidden")]
    [InlineData("-rf")]
    [InlineData("line\n")]
    [InlineData("a\0b")]
    [InlineData("größe")]
    public void Names_ThatCouldEscapeOrSurprise_AreRefused(string name)
    {
        var run = RunFolder.Of("/data/runs", "r").Value!;
        Assert.False(RunFolder.Of("/data/runs", name).Ok);
        Assert.False(run.Selection(name).Ok);
        Assert.NotNull(Assert.Single(run.Dataset(name).Problems).Fix);
    }

    static readonly Gen<string> Names = Gen.OneOf(Gen.String, Gen.String[Gen.Char["ab1.-_/\\ é\n"], 0, 120]);

    [Fact]
    public void Names_Any_StayInTheRunAndTheSuggestionIsGood() => Names.Sample(name =>
    {
        var folder = RunFolder.Of("/data/runs", "r").Value!.Selection(name);
        if (folder.Ok) return Path.GetFullPath(folder.Value) == $"/data/runs/r/selections/{name}" && name.Length is >= 1 and <= 100;
        var fix = folder.Problems[0].Fix!;
        return fix == "Give a name." || RunFolder.CheckName("run", fix[5..^2]) is null;
    });

    [Fact]
    public void List_Root_GivesRunsInNameOrder()
    {
        using var root = new TempFolder();
        Directory.CreateDirectory(root.In("b/control"));
        Directory.CreateDirectory(root.In("a"));
        File.WriteAllText(root.In("a/run.yaml"), "");
        Directory.CreateDirectory(root.In("no-run"));
        Directory.CreateDirectory(root.In(".hidden/control"));
        Assert.Equal(["a", "b"], RunFolder.List(root.Path).Select(run => run.Run));
        Assert.Empty(RunFolder.List(root.In("absent")));
    }
}
