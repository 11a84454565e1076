namespace NaturalThoughts.Cli.Tests.Commands;

[Collection(nameof(CommandTests))]
public sealed class EmitTests(CuratedRun run)
{
    [Fact]
    public async Task Emit_JsonlMessages_WritesTheFilesItNames()
    {
        var emitted = await run.RunAsync(
            "emit", CuratedRun.Name, "all", "--layout", "messages", "--format", "jsonl", "--mix", "disagree",
            "--think", "on", "--no-think", "off", "--name", "chat", "--json");
        Assert.True(emitted.ExitCode == 0, emitted.ToString());
        var folder = emitted.Json.GetProperty("folder").GetString()!;
        var files = emitted.Json.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).ToList();
        Assert.Contains("README.md", files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(folder, file))));
        Assert.Equal(11, emitted.Json.GetProperty("train").GetInt32());
    }

    [Fact]
    public async Task Emit_Plain_PrintsCountsFolderAndFiles() =>
        (await run.RunAsync("emit", CuratedRun.Name, "long-4", "--adaptive", "Think where it helps."))
            .Prints("long-4  of selection long-4", "4 rows", "System-2", "100.0 %", "README.md", "manifest.json");

    [Fact]
    public async Task Emit_AnotherContent_NeedsReplace()
    {
        string[] first = ["emit", CuratedRun.Name, "all", "--name", "again"];
        (await run.RunAsync(first)).Prints("again  of selection all");
        (await run.RunAsync(first)).Prints("there already");
        (await run.RunAsync([.. first, "--mix", "0%"])).Refuses(2, "another content", "--replace");
        (await run.RunAsync([.. first, "--mix", "0%", "--replace"])).Prints("0.0 %");
        (await run.RunAsync([.. first, "--mix", "0%"])).Prints("there already");
    }

    [Theory]
    [InlineData(new[] { "nothing" }, "has no selection `nothing`", "long-4")]
    [InlineData(new[] { "long4" }, "has no selection `long4`", "Did you mean `long-4`?")]
    [InlineData(new[] { "all", "--name", "x", "--layout", "mesages" }, "There is no layout `mesages`", "Did you mean `messages`?")]
    [InlineData(new[] { "all", "--name", "x", "--format", "csv" }, "There is no format `csv`", "parquet")]
    [InlineData(new[] { "all", "--name", "x", "--pairs", "corect" }, "There is no kind of pairs `corect`", "Did you mean `correct`?")]
    [InlineData(new[] { "all", "--name", "x", "--pairs", "both", "--mix", "0.4" }, "`mix` stands beside `pairs`", "Leave `mix` out")]
    [InlineData(new[] { "all", "--name", "x", "--pairs", "both" }, "No trace of the selection makes a pair: 1 are not known to be correct, 10 have no", "more samples")]
    [InlineData(new[] { "all", "--name", "x", "--mix", "140%" }, "out of range", "0 to 1")]
    [InlineData(new[] { "all", "--name", "x", "--mix", "disagre" }, "disagre", "Did you mean `disagree`?")]
    [InlineData(new[] { "all", "--name", "x", "--think", "a", "--adaptive", "b" }, "`adaptive` stands beside", "Keep either")]
    [InlineData(new[] { "all", "--name", "x", "--validation", "1.5" }, "`--validation 1.5` is not possible", "a share")]
    [InlineData(new[] { "all", "--name", "..", }, "`..`", "letters")]
    public async Task Emit_WrongInput_IsRefused(string[] args, string what, string help)
    {
        (await run.RunAsync(["emit", CuratedRun.Name, .. args])).Refuses(2, what, help);
        Assert.False(Directory.Exists(Path.Combine(run.Root, CuratedRun.Name, "datasets", "x")));
    }
}
