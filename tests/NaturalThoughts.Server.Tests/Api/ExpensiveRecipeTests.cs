using System.Net;
using System.Text.Json;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

/// <summary>Recipes that are to cost the server time or memory are refused by a bound that the message names.</summary>
[Collection(nameof(CuratedServer))]
public sealed class ExpensiveRecipeTests(CuratedServer server)
{
    /// <summary>A name, a part of a recipe, its value, and the bound.</summary>
    public static TheoryData<string, string, object, string> Parts => new()
    {
        { "parentheses", "where", $"{new string('(', 65)}true{new string(')', 65)}", "64 deep" },
        { "not not not", "where", string.Concat(Enumerable.Repeat("not ", 65)) + "true", "64 deep" },
        { "minus minus", "rank", new string('-', 65) + "1", "64 deep" },
        { "calls", "weight", string.Concat(Enumerable.Repeat("pow(2, ", 65)) + "2" + new string(')', 65), "64 deep" },
        { "many parts", "where", $"{string.Join("+", Enumerable.Repeat("1", 1001))} > 1", "1,000 parts" },
        { "long list", "where", $"level in ({string.Join(",", Enumerable.Repeat("1", 1001))})", "1,000 parts" },
        { "long text", "where", string.Join(" or ", Enumerable.Repeat("complete", 500)), "4,096" },
        { "huge number", "weight", "1e999", "1.8e308" },
        { "powers of powers", "weight", "10 ** 10 ** 10", "pow(a, b)" },
        { "no part of the language", "where", new string('!', 4096), "not part of the language" },
        { "huge size", "size", 1_000_000_000_000_000_000, "1000000000000" },
    };

    /// <summary>A name, a recipe's text, and the bound.</summary>
    public static TheoryData<string, string, string> Texts => new()
    {
        { "long text", $"size: 1\n# {new string('x', 1 << 20)}", "1048576" },
        { "deep lists", $"exclude: {new string('[', 40)}{new string(']', 40)}", "32 levels" },
        { "deep maps", string.Concat(Enumerable.Repeat("{a: ", 40)), "32 levels" },
        { "many values", $"exclude: [{string.Join(", ", Enumerable.Repeat("a", 10_001))}]", "10000" },
        { "many shares", $"stratify: {{by: domain, allocation: {{{string.Join(", ", Enumerable.Range(0, 5001).Select(n => $"a{n}: 0"))}}}}}", "10000" },
        { "laughs", "exclude: &a [x, x]\nwhere: &b [*a, *a]\nrank: [*b, *b]", "a spec has none" },
        { "many aliases", $"exclude: [{string.Join(", ", Enumerable.Repeat("*a", 9000))}]", "There are more problems" },
        { "many clusters", "annotate: [{clusters: {k: 1000000000}}]", "no key of" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task Part_ThatIsToBeExpensive_NamesTheBound(string what, string part, object value, string bound)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object> { ["name"] = "a", [part] = value });
        foreach (var path in (string[])["selections/preview", "selections"])
            AssertNames(bound, await ProblemsAsync(path, body));
        await TextAsync(what, $"{part}: {JsonSerializer.Serialize(value)}\n", bound);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public Task Text_ThatIsToBeExpensive_NamesTheBound(string what, string yaml, string bound) => TextAsync(what, yaml, bound);

    [Theory]
    [InlineData("exclude", 101, "at most 100")]
    [InlineData("shares", 10_001, "at most 10,000")]
    public async Task Body_WithTooLongALists_NamesTheBound(string what, int count, string bound)
    {
        object body = what == "exclude"
            ? new { name = "a", exclude = Enumerable.Repeat("disagree", count) }
            : new { name = "a", stratify = new { by = "domain", shares = Enumerable.Range(0, count).ToDictionary(n => $"{n}", _ => 1) } };
        foreach (var path in (string[])["selections/preview", "selections"])
            AssertNames(bound, await ProblemsAsync(path, JsonSerializer.Serialize(body)));
    }

    [Fact]
    public async Task Spec_WithTooManyClusters_NamesTheBound()
    {
        var order = JsonSerializer.Serialize(new
        {
            yaml = "run: r\nsource: {path: q.jsonl, columns: {question: q}}\nannotate: [{clusters: {k: 1000000000}}]\n",
            file_name = "s.yaml", folder = ".",
        });

        var answer = (await server.SendAsync(HttpMethod.Post, "previews", order)).Json(HttpStatusCode.UnprocessableEntity);

        AssertNames("from 1 to 10000", Told(answer.GetProperty("problems")));
    }

    [Fact]
    public async Task Preview_OfPowersWithoutAFiniteResult_TakesNothing()
    {
        var preview = (await server.PostAsync("selections/preview",
            """{"name": "a", "weight": "pow(10, pow(10, pow(10, 10)))", "size": 3}""")).Json().GetProperty("selection");

        Assert.Equal(0, preview.GetProperty("taken").GetInt64());
        Assert.True(preview.GetProperty("left_out").GetProperty("no weight or rank").GetInt64() > 0);
    }

    // As a text that is validated, and as a file that a selection builds on.
    async Task TextAsync(string what, string yaml, string bound)
    {
        var verdict = (await server.PostAsync("recipes/validation", JsonSerializer.Serialize(new { yaml }))).Json();
        Assert.False(verdict.GetProperty("valid").GetBoolean());
        AssertNames(bound, Told(verdict.GetProperty("problems")));

        var file = Path.Combine(server.RunFolder, $"{what.Replace(' ', '-')}.yaml");
        await File.WriteAllTextAsync(file, yaml);
        AssertNames(bound, await ProblemsAsync("selections/preview", JsonSerializer.Serialize(new { name = "a", recipe = file })));
        File.Delete(file);
    }

    // Some write numbers with commas, some without.
    static void AssertNames(string bound, string problems) =>
        Assert.Contains(bound.Replace(",", ""), problems.Replace(",", ""), StringComparison.Ordinal);

    async Task<string> ProblemsAsync(string path, string body) =>
        Told((await server.PostAsync(path, body)).Json(HttpStatusCode.UnprocessableEntity).GetProperty("problems"));

    // However many there are.
    static string Told(JsonElement problems)
    {
        Assert.InRange(problems.GetArrayLength(), 1, 101);
        return problems.GetRawText();
    }
}
