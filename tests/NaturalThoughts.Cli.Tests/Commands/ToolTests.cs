using System.Security.Cryptography;
using System.Text;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Cli.Tests.Commands;

/// <summary>The commands that need no run: validate, recipes, probe, help, and what is no command.</summary>
[Collection(nameof(CommandTests))]
public sealed class ToolTests(CuratedRun run)
{
    [Fact]
    public async Task Validate_GoodSpec_SaysWhatItFound() =>
        (await run.RunAsync("validate", run.Spec))
            .Prints("the spec is good", "questions: 1 file", "long-4", "train of all (prompt-completion, parquet)");

    [Fact]
    public async Task Validate_ModelsThatEmbed_AreListedAndOneThatNobodyNeedsIsNamedWithItsPlace()
    {
        string Spec(string annotate) => run.Write("embedding.yaml", CuratedRun.SpecText("embedding") + $$$"""

            models: {e: {model: bge-m3, task: embed}, f: {model: other, task: embed}}
            endpoints: [http://localhost:1/v1]
            annotate: [{{{annotate}}}]
            roles:
              teacher: []
              embedder: e
            """);
        (await run.RunAsync("validate", Spec("clusters"))).Prints("e: bge-m3, embedder", "f: other, embeds, in no role");
        (await run.RunAsync("validate", Spec("cues"))).Refuses(2, "embedding.yaml:23:13", "nothing needs its vectors");
    }

    [Fact]
    public async Task Validate_SpecWithMissingFiles_SaysAllOfThem()
    {
        var text = CuratedRun.SpecText("missing")
            .Replace("questions.jsonl", "absent.jsonl").Replace("recipe: long", "recipe: mine.yaml");
        var spec = run.Write("missing.yaml", text + """

            models: {r1: {model: m}}
            roles: {teacher: r1}
            endpoints: {file: nodes.txt}
            """);
        (await run.RunAsync("validate", spec))
            .Refuses(2, "absent.jsonl", "names no file", "nodes.txt", "endpoints file cannot be read", "mine.yaml");
    }

    [Fact]
    public async Task Validate_WrongSpec_SaysEveryProblemWithItsPlace()
    {
        var spec = run.Write("bad-spec.yaml", "run: x", "sorce: {path: a}", "selections:", "  - {name: a, recipe: randm, where: complet}");
        (await run.RunAsync("validate", spec)).Refuses(2, "bad-spec.yaml:2:1", "Did you mean `source`?", "Did you mean `random`?");
        var json = await run.RunAsync("validate", spec, "--json");
        Assert.Equal(2, json.ExitCode);
        Assert.True(json.Json.GetProperty("problems").GetArrayLength() >= 2);
    }

    [Fact]
    public async Task Validate_Recipe_PrintsWhatItMeans()
    {
        var recipe = run.Write("good-recipe.yaml", "recipe: long", "size: 10");
        (await run.RunAsync("validate", recipe))
            .Prints("is a recipe: good-recipe", "min(1, pow(reasoning_tokens / 5000, 2.5))", "size: 10");
    }

    [Fact]
    public async Task Validate_RecipeWithImportedColumn_NeedsTheSpecThatImportsIt()
    {
        var recipe = run.Write("graded.yaml", "where: complete and grade >= 3", "exclude: [all]");
        var spec = run.Write(
            "grading.yaml", CuratedRun.SpecText("grading").Replace("  columns:", "  features: {grade: level}\n  columns:"));
        (await run.RunAsync("validate", recipe)).Refuses(2, "There is no column `grade`");
        (await run.RunAsync("validate", recipe, "--spec", spec)).Prints("is a recipe: graded");
        (await run.RunAsync("validate", recipe, "--spec", "absent.yaml")).Refuses(2, "absent.yaml", "cannot be read");
    }

    [Fact]
    public async Task Validate_WrongRecipe_NamesItsLine()
    {
        var recipe = run.Write("bad-recipe.yaml", "where: complete", "weight: pow(reasoning_tokens)");
        (await run.RunAsync("validate", recipe)).Refuses(2, "bad-recipe.yaml:2:", "pow");
    }

    [Fact]
    public async Task Validate_NoFile_IsRefused() =>
        (await run.RunAsync("validate", "absent.yaml")).Refuses(2, "cannot be read", "absent.yaml");

    [Fact]
    public async Task Recipes_All_AreListedWithTheirSource() =>
        (await Outcome.OfAsync("recipes")).Prints("models-disagree", "The paper's Models Disagree.", "hard-first");

    [Fact]
    public async Task Recipes_One_IsARecipeFile()
    {
        var printed = await Outcome.OfAsync("recipes", "strategies");
        printed.Prints("where: \"complete and strategies_unique between 4 and 8\"");
        (await run.RunAsync("validate", run.Write("copied.yaml", printed.Output))).Prints("is a recipe: copied");
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("operator")]
    public async Task Key_ForSomebody_IsFreshAndOpensWhatItsLineSays(string role)
    {
        var (first, second) = (await Outcome.OfAsync("key", "ada", "--role", role), await Outcome.OfAsync("key", "ada", "--role", role));

        Assert.Matches(@"\A[0-9a-f]{64}\n\z", first.Output);
        Assert.NotEqual(first.Output, second.Output);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(first.Output.Trim())));
        Assert.Equal($"ada {role} sha256:{hash}\n", first.Error);
    }

    [Fact]
    public async Task Key_NameThatIsNone_IsRefused()
    {
        (await Outcome.OfAsync("key", "a b")).Refuses(2, "cannot be the name of a key");
        (await Outcome.OfAsync("key", "ada", "--role", "admin")).Refuses(2, "admin", "viewer");
    }

    [Fact]
    public async Task Recipes_Unknown_IsRefused() =>
        (await Outcome.OfAsync("recipes", "strategy")).Refuses(2, "no built-in recipe `strategy`", "strategies");

    [Fact]
    public async Task Rubrics_All_AreListedWithTheirColumns() =>
        (await Outcome.OfAsync("rubrics")).Prints("fills domain, topic", "asks the judge", "fills reasoning_type");

    [Fact]
    public async Task Rubrics_One_IsItsTemplateAndTheRestIsSaidBeside()
    {
        var printed = await Outcome.OfAsync("rubrics", "verbosity");

        Assert.Equal(0, printed.ExitCode);
        Assert.Equal(Rubric.Of("verbosity", new()).Value!.Template, printed.Output);
        Assert.Contains("{reasoning}", printed.Error);
        Assert.Contains("\"additionalProperties\":false", printed.Error);
    }

    [Fact]
    public async Task Rubrics_Json_HasTheSchema() =>
        Assert.Equal("object",
            (await Outcome.OfAsync("rubrics", "domain", "--json")).Json.GetProperty("schema").GetProperty("type").GetString());

    [Fact]
    public async Task Rubrics_Unknown_IsRefused() =>
        (await Outcome.OfAsync("rubrics", "verbose")).Refuses(2, "no rubric `verbose`", "reasoning_type");

    [Fact]
    public async Task Probe_RecordedFile_PrintsWhatItServes()
    {
        var file = run.Write("recorded.jsonl",
            "{\"question\": \"What is 2 + 3? Answer with the sum alone.\", \"model\": \"deep-thinker\", "
            + "\"content\": \"<think>2 + 3 = 5</think>5\", \"finish_reason\": \"stop\"}");
        var probed = await Outcome.OfAsync("probe", $"recorded:{file}");
        probed.Prints("serves", "deep-thinker", "between <think> tags in the content");
        Assert.Contains("warning: ", probed.Error);
        Assert.Equal(System.Text.Json.JsonValueKind.Object, (await Outcome.OfAsync("probe", $"recorded:{file}", "--json")).Json.ValueKind);
    }

    [Theory]
    [InlineData("nonsense", 2, "is not an endpoint's address")]
    [InlineData("recorded:absent.jsonl", 2, "absent.jsonl")]
    [InlineData("http://127.0.0.1:9/v1", 1, "127.0.0.1:9")]
    public async Task Probe_WrongEndpoint_SaysWhy(string url, int exitCode, string what)
    {
        var probed = await Outcome.OfAsync("probe", url);
        Assert.Equal(exitCode, probed.ExitCode);
        Assert.Contains(what, probed.Error);
    }

    [Fact]
    public async Task Help_Root_ListsCommandsAndExamples() =>
        (await Outcome.OfAsync()).Prints("curate", "select", "probe", "Examples:", "naturalthoughts curate spec.yaml --dry-run");

    [Theory]
    [InlineData("curate")]
    [InlineData("status")]
    [InlineData("select")]
    [InlineData("study")]
    [InlineData("report")]
    [InlineData("compare")]
    [InlineData("explain")]
    [InlineData("rank")]
    [InlineData("show")]
    [InlineData("emit")]
    [InlineData("retry")]
    [InlineData("verify")]
    [InlineData("key")]
    [InlineData("recipes")]
    [InlineData("rubrics")]
    [InlineData("validate")]
    [InlineData("probe")]
    public async Task Help_Command_EndsWithAnExample(string command) =>
        (await Outcome.OfAsync(command, "--help")).Prints("Usage:", "Examples:", $"  naturalthoughts {command}");

    [Theory]
    [InlineData(new[] { "curat", "spec.yaml" }, "`curat` means nothing here", "Did you mean `curate`?")]
    [InlineData(new[] { "select" }, "RUN", "naturalthoughts select --help")]
    [InlineData(new[] { "rank", "small", "--top" }, "--top", "naturalthoughts rank --help")]
    [InlineData(new[] { "show", "small", "abc", "--ful" }, "`--ful` means nothing here", "Did you mean `--full`?")]
    public async Task Usage_Wrong_IsExplained(string[] args, string what, string help) =>
        (await Outcome.OfAsync(args)).Refuses(2, what, help);

    [Fact]
    public async Task Usage_WrongWithJson_IsADocument()
    {
        var refused = await Outcome.OfAsync("curat", "--json");
        Assert.Equal(2, refused.ExitCode);
        Assert.True(refused.Json.GetProperty("problems").GetArrayLength() > 0);
    }
}
