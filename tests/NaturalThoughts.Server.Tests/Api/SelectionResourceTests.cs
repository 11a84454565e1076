using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

/// <summary>Recipes and selections over HTTP: tried, made, and read.</summary>
[Collection(nameof(CuratedServer))]
public sealed class SelectionResourceTests(CuratedServer server)
{
    [Fact]
    public async Task Recipe_ByName_IsThereAsYaml()
    {
        var recipe = (await server.SendAsync(HttpMethod.Get, "recipes/strategies")).Json();

        Assert.Contains("strategies_unique between 4 and 8", recipe.GetProperty("yaml").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(recipe.GetProperty("description").GetString()!);
        Assert.Contains("`strategys`",
            (await server.SendAsync(HttpMethod.Get, "recipes/strategys")).Problem(HttpStatusCode.NotFound).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validation_OfARecipe_SaysWhereWhatIsWrong()
    {
        var good = await ValidatedAsync("where: complete and level >= 3\nsize: 5\n");
        var bad = await ValidatedAsync("where: complete and levle >= 3\nsize: 0\n");
        var torn = await ValidatedAsync("recipe: long\nrank: difficulty\ndraw: question\n");

        Assert.True(good.GetProperty("valid").GetBoolean());
        Assert.Contains("size: 5", good.GetProperty("recipe").GetString(), StringComparison.Ordinal);
        Assert.False(bad.GetProperty("valid").GetBoolean());
        var problems = bad.GetProperty("problems").EnumerateArray().ToList();
        Assert.Equal([(1, 21), (2, 7)],
            problems.Select(problem => (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32())).Order());
        Assert.False(torn.GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task Preview_OfASelection_IsWhatSelectingMakes()
    {
        const string wanted = """{"name": "tried", "recipe": "random", "size": 12, "seed": 5, "stratify": {"by": "domain"}}""";
        var before = Directory.GetDirectories(Path.Combine(server.RunFolder, "selections"));

        var preview = (await server.PostAsync("selections/preview", wanted)).Json();

        Assert.Equal(before, Directory.GetDirectories(Path.Combine(server.RunFolder, "selections")));
        Assert.Equal(12, preview.GetProperty("examples").GetArrayLength());
        Assert.NotEmpty(preview.GetProperty("distributions").EnumerateArray());
        var selection = preview.GetProperty("selection");
        Assert.Equal(12, selection.GetProperty("taken").GetInt64());
        Assert.True(selection.GetProperty("strata").GetArrayLength() > 1);
        Assert.Contains("where is false", selection.GetProperty("left_out").EnumerateObject().Select(reason => reason.Name));
    }

    [Theory]
    [InlineData("""{"name": null}""", HttpStatusCode.BadRequest, "name")]
    [InlineData("""{"name": "a", "exclude": null}""", HttpStatusCode.BadRequest, "exclude")]
    [InlineData("""{"name": "a", "stratify": {"by": null}}""", HttpStatusCode.BadRequest, "by")]
    [InlineData("""{"name": "a", "exclude": [null]}""", HttpStatusCode.BadRequest, "exclude")]
    [InlineData("""{"name": "a", "exclude": ["a\u0000b"]}""", HttpStatusCode.UnprocessableEntity, "exclude")]
    [InlineData("""{"name": "a", "exclude": ["/etc/passwd"]}""", HttpStatusCode.UnprocessableEntity, "/etc/passwd")]
    [InlineData("""{"name": "a", "recipe": "../../etc/passwd"}""", HttpStatusCode.UnprocessableEntity, "passwd")]
    [InlineData("""{"name": "../a"}""", HttpStatusCode.UnprocessableEntity, "name of a selection")]
    [InlineData("""{"name": "a", "size": -1}""", HttpStatusCode.UnprocessableEntity, "Size is -1")]
    public async Task Selection_ThatCannotBe_IsRefusedWithTheFieldByPreviewAndSelect(string body, HttpStatusCode status, string words)
    {
        foreach (var path in (string[])["selections/preview", "selections"])
        {
            var refused = (await server.PostAsync(path, body)).Json(status);
            Assert.Contains(words, refused.GetProperty("problems").GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Selection_ByName_IsItsReportWithItsSum()
    {
        var selection = (await server.AskAsync("selections/domains")).Json();

        Assert.Equal(26, selection.GetProperty("report").GetProperty("taken").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(server.RunFolder, "selections", "domains", "selection.parquet")))),
            selection.GetProperty("sha256").GetString());
        Assert.True(selection.GetProperty("has_report").GetBoolean());
    }

    [Fact]
    public async Task IdempotencyKey_GivenToAnotherRequest_IsRefused()
    {
        const string few = """{"name": "few", "recipe": "random", "size": 3, "seed": 1}""";
        const string same = """{"seed": 1, "size": 3, "recipe": "random", "name": "few"}""";

        var made = (await server.PostAsync("selections", few, ("Idempotency-Key", "one"))).Json();
        var again = (await server.PostAsync("selections", same, ("Idempotency-Key", "one"))).Json();
        var other = await server.PostAsync("selections", few.Replace("3", "4"), ("Idempotency-Key", "one"));
        var long_ = await server.PostAsync("selections", few, ("Idempotency-Key", new string('k', 256)));

        Assert.False(made.TryGetProperty("existing", out var existing) && existing.GetBoolean());
        Assert.True(again.GetProperty("existing").GetBoolean());
        Assert.Equal("Idempotency-Key", other.Problem(HttpStatusCode.UnprocessableEntity).Where);
        Assert.Equal("Idempotency-Key", long_.Problem(HttpStatusCode.UnprocessableEntity).Where);
    }

    async Task<JsonElement> ValidatedAsync(string yaml) =>
        (await server.PostAsync("recipes/validation", JsonSerializer.Serialize(new { yaml }))).Json();
}
