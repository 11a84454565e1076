using System.Text.Json;

namespace NaturalThoughts.Cli.Tests.Commands;

[Collection(nameof(CommandTests))]
public sealed class StudyTests(CuratedRun run)
{
    [Fact]
    public async Task Study_Grid_MakesEverySelectionAndDatasetOnce()
    {
        string[] study = ["study", CuratedRun.Name, "--recipes", "random,long", "--sizes", "6,3,100,1k", "--seed", "7", "--name", "grid"];
        var made = await run.RunAsync([.. study, "--json"]);
        Assert.True(made.ExitCode == 0, made.ToString());
        var cells = made.Json.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(
            ["grid-random-3 3 3", "grid-random-6 6 6", "grid-random-100 11 100", "grid-random-100 11 1000",
                "grid-long-3 3 3", "grid-long-6 6 6", "grid-long-100 11 100", "grid-long-100 11 1000"],
            cells.Select(cell => $"{cell.GetProperty("name")} {cell.GetProperty("taken")} {cell.GetProperty("asked")}"));
        Assert.All(cells, cell => Assert.Equal(cell.GetProperty("asked").GetInt64() == 1000, cell.TryGetProperty("same_as", out _)));
        Assert.Equal((6, 6), (cells.Select(Folder).Distinct().Count(), cells.Select(Folder).Count(Directory.Exists) - 2));
        // Three sizes were made of both; of the largest both took all.
        var overlaps = made.Json.GetProperty("overlaps").EnumerateArray().ToList();
        Assert.Equal([3, 6, 100], overlaps.Select(overlap => overlap.GetProperty("size").GetInt32()));
        Assert.Equal((11, 11), (overlaps[2].GetProperty("common").GetInt32(), overlaps[2].GetProperty("smaller").GetInt32()));

        Assert.Equal(made.Output, (await run.RunAsync([.. study, "--json"])).Output);
        (await run.RunAsync(study)).Prints("grid-random-3", "all there are", "as grid-long-100", "datasets are in");

        static string Folder(JsonElement cell) => cell.GetProperty("folder").GetString()!;
    }

    [Fact]
    public async Task Study_NoEmit_SelectsOnly()
    {
        var recipe = run.Write("few.yaml", "where: complete and reasoning_tokens < 0", "size: 4");
        var studied = await run.RunAsync(
            "study", CuratedRun.Name, "--recipes", $"random-questions,{recipe}", "--sizes", "1.5k,2", "--name", "dry", "--no-emit");
        studied.Prints("dry-random-questions-2", "dry-random-questions-1500", "dry-few-2", "as dry-few-2");
        Assert.DoesNotContain("datasets", studied.Output);
        Assert.False(Directory.Exists(Path.Combine(run.Root, CuratedRun.Name, "datasets", "dry-random-questions-2")));
    }

    [Fact]
    public async Task Study_NothingEligible_EmitsTheOthers()
    {
        var recipe = run.Write("nobody.yaml", "where: complete and reasoning_tokens < 0");
        var studied = await run.RunAsync(
            "study", CuratedRun.Name, "--recipes", $"{recipe},random", "--sizes", "2", "--name", "some", "--json");
        Assert.True(studied.ExitCode == 0, studied.ToString());
        Assert.Equal([false, true],
            studied.Json.GetProperty("cells").EnumerateArray().Select(cell => cell.TryGetProperty("folder", out _)));
    }

    [Fact]
    public async Task Study_Pairs_EmitsPreferencePairs()
    {
        run.Write("rivals.jsonl", [.. Enumerable.Range(1, 4).Select(number =>
            $$"""{"q": "What is {{number}} plus 1?", "a": "{{number + 1}}", "right": "The answer is {{number + 1}}.", "wrong": "The answer is 9."}""")]);
        var spec = run.Write("rivals.yaml", """
            run: rivals
            source:
              path: rivals.jsonl
              columns:
                question: q
                reference: a
                responses: [{role: teacher, model: able, content: right}, {role: teacher, model: unable, content: wrong}]
            """);
        var curated = await run.RunAsync("curate", spec);
        Assert.True(curated.ExitCode == 0, curated.ToString());
        var right = run.Write("right.yaml", "where: correct");

        string[] study = ["study", "rivals", "--recipes", right, "--sizes", "2,3", "--format", "jsonl"];
        var studied = await run.RunAsync([.. study, "--pairs", "correct", "--json"]);
        Assert.True(studied.ExitCode == 0, studied.ToString());
        var folders = studied.Json.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("folder").GetString()!).ToList();
        Assert.Equal([2, 3], folders.Select(folder => Directory
            .EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadLines).Count(row => row.Contains("\"rejected\""))));
    }

    [Theory]
    [InlineData(new[] { "small", "--recipes", "randm,lon", "--sizes", "3" }, "`lon` is neither", "Did you mean `random`?")]
    [InlineData(new[] { "small", "--recipes", "long,random,long", "--sizes", "3" }, "Two recipes are named `long`", "own name")]
    [InlineData(new[] { "small", "--recipes", ",", "--sizes", "3" }, "No recipe is named", "random,long")]
    [InlineData(new[] { "small", "--recipes", "long", "--sizes", "1k,0" }, "`--sizes 1k,0` is not possible", "1k,10k,100k")]
    [InlineData(new[] { "small", "--recipes", "long", "--sizes", "1.0005k" }, "`--sizes 1.0005k` is not possible", "whole numbers")]
    [InlineData(new[] { "small", "--recipes", "long" }, "--sizes", "study --help")]
    [InlineData(new[] { "small", "--recipes", "long", "--sizes", "3", "--layout", "mesages", "--name", "x/y" }, "`x/y`", "Did you mean `messages`?")]
    [InlineData(new[] { "small", "--recipes", "long", "--sizes", "3", "--pairs", "corect" }, "no kind of pairs `corect`", "Did you mean `correct`?")]
    [InlineData(new[] { "nobody", "--recipes", "long", "--sizes", "3" }, "There is no run `nobody`", "small")]
    public async Task Study_WrongInput_IsRefused(string[] args, string what, string help) =>
        (await run.RunAsync(["study", .. args])).Refuses(2, what, help);
}
