namespace NaturalThoughts.Cli.Tests.Commands;

[Collection(nameof(CommandTests))]
public sealed class SelectTests(CuratedRun run)
{
    [Fact]
    public async Task Select_BuiltInRecipe_IsNamedAfterRecipeAndSize()
    {
        var selected = await run.RunAsync("select", CuratedRun.Name, "--recipe", "random", "--size", "5", "--seed", "3");
        selected.Prints("random-5  5 of 11 candidates in a pool of 11, seed 3", "domain: selected and pool", "Algebra");
        Assert.Contains($"naturalthoughts emit small random-5 --root {run.Root}", selected.Error);
    }

    [Fact]
    public async Task Select_RecipeFile_IsReadFromTheCallersFolder()
    {
        var recipe = run.Write("short.yaml", "where: complete and correct", "rank: -reasoning_tokens", "size: 3", "exclude: [long-4]");
        (await run.RunAsync("select", CuratedRun.Name, "--recipe", recipe)).Prints("short-3  3 of", "excluded");
    }

    [Fact]
    public async Task Select_RecipeFileOnAnother_TakesWhatItDoesNotSay()
    {
        run.Write("base.yaml", "where: complete and correct", "rank: reasoning_tokens");
        var recipe = run.Write("derived.yaml", "recipe: base.yaml", "size: 2");
        var selected = await run.RunAsync("select", CuratedRun.Name, "--recipe", recipe, "--json");
        var text = selected.Json.GetProperty("recipe").GetString()!;
        Assert.Contains("rank: \"reasoning_tokens\"", text);
        Assert.Contains("size: 2", text);
    }

    [Fact]
    public async Task Select_OptionsOnly_MakeARecipe() =>
        (await run.RunAsync("select", CuratedRun.Name, "--where", "correct", "--stratify", "domain", "--size", "3", "--name", "even"))
            .Prints("even  3 of", "stratum", "Number theory");

    [Fact]
    public async Task Select_SameAgain_IsThereAlreadyAndAnotherNeedsReplace()
    {
        string[] first = ["select", CuratedRun.Name, "--recipe", "random", "--size", "2", "--name", "twice"];
        (await run.RunAsync(first)).Prints("twice  2 of");
        (await run.RunAsync(first)).Prints("there already");
        (await run.RunAsync([.. first, "--seed", "9"])).Refuses(2, "there already and holds something else", "--replace");
        (await run.RunAsync([.. first, "--seed", "9", "--replace"])).Prints("seed 9");
    }

    [Fact]
    public async Task Select_MoreThanThereAre_SaysSo() =>
        (await run.RunAsync("select", CuratedRun.Name, "--recipe", "random", "--size", "1_000")).Prints("Asked for 1,000");

    [Fact]
    public async Task Select_BySample_SaysWhatToExpect() =>
        (await run.RunAsync("select", CuratedRun.Name, "--where", "complete", "--sample", "0.5", "--draw", "question", "--name", "half"))
            .Prints("`sample` takes 5.5 traces on average", "not drawn");

    [Fact]
    public async Task Select_Json_IsOneDocument()
    {
        var selected = await run.RunAsync("select", CuratedRun.Name, "--recipe", "long", "--size", "1e1", "--json");
        Assert.Equal("long-10", selected.Json.GetProperty("name").GetString());
        Assert.Equal("", selected.Error);
    }

    [Theory]
    [InlineData(new[] { "nobody", "--recipe", "random" }, "There is no run `nobody`", "small")]
    [InlineData(new[] { "smal", "--recipe", "random" }, "There is no run `smal`", "Did you mean `small`?")]
    [InlineData(new[] { "../small", "--recipe", "random" }, "cannot be the name of a run", "letters")]
    [InlineData(new[] { "small" }, "Nothing says what to select", "models-disagree")]
    [InlineData(new[] { "small", "--recipe", "randm" }, "neither a built-in recipe nor a file", "Did you mean `random`?")]
    [InlineData(new[] { "small", "--where", "reasoning_token > 3" }, "reasoning_token", "Did you mean `reasoning_tokens`?")]
    [InlineData(new[] { "small", "--where", "complete and" }, "where", "small")]
    [InlineData(new[] { "small", "--recipe", "random", "--size", "0" }, "`--size 0` is not possible", "a whole number from 1")]
    [InlineData(new[] { "small", "--recipe", "random", "--size", "many" }, "`--size many`", "a whole number from 1")]
    [InlineData(new[] { "small", "--recipe", "random", "--name", "a/b" }, "cannot be the name of a selection", "a-b")]
    [InlineData(new[] { "small", "--recipe", "random", "--exclude", "nothing" }, "`nothing` is neither a selection of this run nor a file", "exclude")]
    [InlineData(new[] { "small", "--draw", "questions" }, "Chance cannot fall on a `questions`", "Did you mean `question`?")]
    [InlineData(new[] { "small", "--sample", "0.5", "--rank", "difficulty" }, "`sample` and `rank` are both given", "Keep `sample`")]
    [InlineData(new[] { "small", "--recipe", "random", "--sise", "3" }, "`--sise` means nothing here", "Did you mean `--size`?")]
    public async Task Select_WrongInput_IsRefused(string[] args, string what, string help) =>
        (await run.RunAsync(["select", .. args])).Refuses(2, what, help == "small" ? "" : help);

    [Fact]
    public async Task Select_BadExpressionInAFile_NamesItsLine()
    {
        var recipe = run.Write("bad.yaml", "size: 3", "where: complete and domian = \"x\"");
        (await run.RunAsync("select", CuratedRun.Name, "--recipe", recipe)).Refuses(2, "bad.yaml:2:", "Did you mean `domain`?");
    }

    [Fact]
    public async Task Select_WrongInputWithJson_IsOneDocumentToo()
    {
        var refused = await run.RunAsync("select", "nobody", "--recipe", "random", "--json");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("nobody", refused.Json.GetProperty("problems")[0].GetProperty("what").GetString());
        Assert.Equal("", refused.Error);
    }
}
