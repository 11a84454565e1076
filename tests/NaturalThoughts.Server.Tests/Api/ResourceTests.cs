using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

/// <summary>What can be read and searched over HTTP, on a run that is done.</summary>
public sealed class ResourceTests(CuratedServer server) : IClassFixture<CuratedServer>
{
    const string Unknown = "00000000000000000000000000000001";

    public static TheoryData<string> Lists =>
    [
        "recipes", "runs/quickstart/selections", "runs/quickstart/datasets", "runs/quickstart/traces", "runs/quickstart/ranking/pages",
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_PageByPage_HasEachItemOnceAndAVersion(string list)
    {
        var whole = (await server.SendAsync(HttpMethod.Get, $"{list}?limit=1000")).Json();
        var (items, next) = (new List<string>(), "");
        do
        {
            var page = (await server.SendAsync(HttpMethod.Get, $"{list}?limit=1{next}")).Json();
            items.Add(Assert.Single(page.GetProperty("items").EnumerateArray()).GetRawText());
            next = page.GetProperty("next").GetString() is { } after ? $"&after={after}" : "";
        }
        while (next.Length > 0);

        Assert.Equal(JsonValueKind.Null, whole.GetProperty("next").ValueKind);
        Assert.Equal(whole.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()), items);
        Assert.True(items.Count > 1);
        var first = await server.SendAsync(HttpMethod.Get, list);
        var again = await server.SendAsync(HttpMethod.Get, list, null, ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.Status, again.Body.Length));
    }

    [Theory]
    [InlineData("selections")]
    [InlineData("selections/all")]
    [InlineData("datasets")]
    [InlineData("datasets/all")]
    [InlineData("datasets/all/files/README.md")]
    [InlineData("traces")]
    [InlineData("traces/" + Unknown)]
    [InlineData("dead-letters")]
    [InlineData("histograms?column=domain")]
    [InlineData("ranking/pages")]
    [InlineData("events")]
    public async Task Get_OfARunThatIsNotThere_IsNotFound(string path)
    {
        var answer = await server.SendAsync(HttpMethod.Get, $"runs/nobody/{path}");

        Assert.StartsWith("There is no run `nobody`.", answer.Problem(HttpStatusCode.NotFound).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("selections/nothing", "no selection `nothing`")]
    [InlineData("selections/.hidden", "cannot be the name of a selection")]
    [InlineData("datasets/nothing", "no dataset `nothing`")]
    [InlineData("datasets/nothing/files/manifest.json", "no dataset `nothing`")]
    [InlineData("datasets/mixed/files/nothing", "no file `nothing`")]
    [InlineData("traces/" + Unknown, "no trace")]
    [InlineData("traces/abc", "no trace `abc`")]
    public async Task Get_OfWhatTheRunDoesNotHave_IsNotFound(string path, string words) =>
        Assert.Contains(words, (await server.AskAsync(path)).Problem(HttpStatusCode.NotFound).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("selections?limit=0", "limit")]
    [InlineData("datasets?limit=1001", "limit")]
    [InlineData("traces?limit=-1", "limit")]
    [InlineData("traces?after=here", "after")]
    [InlineData("traces?question=first", "question")]
    [InlineData("traces?text=", "text")]
    [InlineData("ranking/pages?limit=0", "limit")]
    [InlineData("ranking/pages?after=0.5", "after")]
    [InlineData("histograms", "column")]
    [InlineData("histograms?column=colour", "column")]
    [InlineData("dead-letters?limit=0", "limit")]
    [InlineData("dead-letters?after=" + Unknown, "after")]
    public async Task Get_WithAParameterThatCannotBe_NamesIt(string path, string parameter) =>
        Assert.Equal(parameter, (await server.AskAsync(path)).Problem(HttpStatusCode.UnprocessableEntity).Where);

    [Theory]
    [InlineData("selections?limit=many", "limit")]
    [InlineData("traces?limit=1e3", "limit")]
    public async Task Get_WithANumberThatIsNone_NamesTheParameter(string path, string parameter) =>
        Assert.Equal(parameter, (await server.AskAsync(path)).Problem(HttpStatusCode.BadRequest).Where);

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
    public async Task Validation_OfARecipeThatIsToBeExpensive_NamesTheBound()
    {
        (string Yaml, string Bound)[] hostile =
        [
            ($"where: {new string('(', 65)}true{new string(')', 65)}", "64 deep"),
            ($"where: \"{string.Join(" or ", Enumerable.Repeat("complete", 500))}\"", "4,096"),
            ($"where: \"{string.Join("+", Enumerable.Repeat("1", 1001))} > 1\"", "1,000 parts"),
            ("weight: 1e999", "1.8e308"),
            ($"size: 1\n# {new string('x', 1 << 20)}", "1048576"),
            ($"exclude: {new string('[', 40)}{new string(']', 40)}", "32"),
            ($"exclude: [{string.Join(", ", Enumerable.Repeat("a", 10_001))}]", "10000"),
        ];

        foreach (var (yaml, bound) in hostile)
        {
            var verdict = await ValidatedAsync(yaml);
            Assert.False(verdict.GetProperty("valid").GetBoolean());
            Assert.Contains(bound, verdict.GetProperty("problems").GetRawText(), StringComparison.Ordinal);
        }
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
    [InlineData("""{"name": "a", "where": 3}""", HttpStatusCode.BadRequest, "where")]
    [InlineData("""{"name": null}""", HttpStatusCode.BadRequest, "name")]
    [InlineData("""{"recipe": "random"}""", HttpStatusCode.BadRequest, "name")]
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

    [Theory]
    [InlineData("selections/preview", """{"name": "a"}""")]
    [InlineData("recipes/validation", """{"yaml": "size: 3"}""")]
    public async Task Post_ToARunThatIsNotThere_IsNotFound(string path, string body) => Assert.StartsWith("There is no run `nobody`.",
        (await server.SendAsync(HttpMethod.Post, $"runs/nobody/{path}", body)).Problem(HttpStatusCode.NotFound).What, StringComparison.Ordinal);

    [Fact]
    public async Task Selection_ThatExcludesMoreThanItMay_NamesTheBound()
    {
        var body = JsonSerializer.Serialize(new { name = "a", exclude = Enumerable.Repeat("disagree", 101) });

        foreach (var path in (string[])["selections/preview", "selections"])
        {
            var problems = (await server.PostAsync(path, body)).Json(HttpStatusCode.UnprocessableEntity).GetProperty("problems").GetRawText();
            Assert.Contains("at most 100", problems, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Selection_ByName_IsItsReportWithItsSum()
    {
        var selection = (await server.AskAsync("selections/domains")).Json();

        Assert.Equal(26, selection.GetProperty("report").GetProperty("taken").GetInt64());
        Assert.Equal(Sha256(await File.ReadAllBytesAsync(Path.Combine(server.RunFolder, "selections", "domains", "selection.parquet"))),
            selection.GetProperty("sha256").GetString());
        Assert.True(selection.GetProperty("has_report").GetBoolean());
    }

    [Fact]
    public async Task Dataset_ByName_IsItsManifestAndEveryFileItLists()
    {
        var answer = await server.AskAsync("datasets/mixed");
        var manifest = answer.Json();

        Assert.Equal($"\"{Sha256(answer.Body)}\"", answer.Headers.ETag!.Tag);
        foreach (var file in manifest.GetProperty("files").EnumerateArray())
        {
            var got = await server.AskAsync($"datasets/mixed/files/{file.GetProperty("path").GetString()}");
            Assert.Equal(file.GetProperty("sha256").GetString(), Sha256(got.Body));
            Assert.Equal("attachment", got.Content.ContentDisposition!.DispositionType);
        }

        Assert.Equal(answer.Body, (await server.AskAsync("datasets/mixed/files/manifest.json")).Body);
    }

    [Fact]
    public async Task File_InRanges_IsTheSameFile()
    {
        var (path, sha256) = await DataFileAsync("mixed");
        var whole = await server.AskAsync(path);
        var half = whole.Body.Length / 2;

        var first = await server.AskAsync(path, ("Range", $"bytes=0-{half - 1}"));
        var rest = await server.AskAsync(path, ("Range", $"bytes={half}-"), ("If-Range", whole.Headers.ETag!.ToString()));
        var stale = await server.AskAsync(path, ("Range", $"bytes={half}-"), ("If-Range", "\"other\""));
        var beyond = await server.AskAsync(path, ("Range", $"bytes={whole.Body.Length}-"));
        var known = await server.AskAsync(path, ("If-None-Match", whole.Headers.ETag!.ToString()));
        var head = await server.SendAsync(HttpMethod.Head, $"runs/quickstart/{path}");

        Assert.Equal([HttpStatusCode.PartialContent, HttpStatusCode.PartialContent], [first.Status, rest.Status]);
        Assert.Equal(sha256, Sha256([.. first.Body, .. rest.Body]));
        Assert.Equal((HttpStatusCode.OK, whole.Body.Length), (stale.Status, stale.Body.Length));
        Assert.Equal("Range", beyond.Problem(HttpStatusCode.RequestedRangeNotSatisfiable).Where);
        Assert.Equal($"bytes */{whole.Body.Length}", beyond.Content.ContentRange!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, known.Status);
        Assert.Equal((HttpStatusCode.OK, 0, whole.Body.Length), (head.Status, head.Body.Length, (int)head.Content.ContentLength!));
    }

    [Theory]
    [InlineData("datasets/mixed/files/../../run.yaml")]
    [InlineData("datasets/mixed/files/..%2F..%2F..%2Frun.yaml")]
    [InlineData("datasets/mixed/files//etc/passwd")]
    [InlineData("datasets/mixed/files/%2Fetc%2Fpasswd")]
    [InlineData("datasets/..%2Fselections/files/summary.json")]
    [InlineData("datasets/.staging/files/manifest.json")]
    [InlineData("datasets/mixed/files/data%00")]
    [InlineData("selections/..%2F..")]
    public async Task File_OutsideOfADataset_IsNotFound(string path)
    {
        var answer = await server.AskAsync(path);

        Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.Status}");
        Assert.DoesNotContain("run: quickstart", System.Text.Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatIsALinkOrHasOtherBytes_IsRefused()
    {
        var (path, _) = await DataFileAsync("hard-messages");
        var file = Path.Combine(server.RunFolder, path.Replace("/files/", "/", StringComparison.Ordinal));
        var aside = $"{file}.aside";
        File.Move(file, aside);
        try
        {
            File.CreateSymbolicLink(file, Path.Combine(server.RunFolder, "run.yaml"));
            Assert.Contains("not in its folder", (await server.AskAsync(path)).Problem(HttpStatusCode.UnprocessableEntity).What, StringComparison.Ordinal);
            File.Delete(file);
            await File.WriteAllTextAsync(file, "other");
            Assert.Contains("has 5 bytes", (await server.AskAsync(path)).Problem(HttpStatusCode.UnprocessableEntity).What, StringComparison.Ordinal);
        }
        finally
        {
            File.Move(aside, file, overwrite: true);
        }
    }

    [Fact]
    public async Task Trace_FoundByItsText_IsThereWhole()
    {
        var any = (await server.AskAsync("traces?limit=1")).Json().GetProperty("items")[0];
        var text = any.GetProperty("text").GetString()!.TrimEnd('…');

        var found = (await server.AskAsync($"traces?text={Uri.EscapeDataString(text[..Math.Min(text.Length, 200)].ToUpperInvariant())}")).Json();
        var trace = (await server.AskAsync($"traces/{any.GetProperty("trace").GetString()}")).Json();

        Assert.Contains(any.GetProperty("trace").GetString(), found.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("trace").GetString()));
        Assert.InRange(found.GetProperty("scanned").GetInt32(), 1, 256);
        Assert.StartsWith(text, trace.GetProperty("question").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(trace.GetProperty("annotations").EnumerateArray());
        Assert.Equal("sample-teacher", trace.GetProperty("lineage").GetProperty("model").GetString());
    }

    [Fact]
    public async Task DeadLetters_WhereThereAreNone_AreAnEmptyPage()
    {
        var page = (await server.AskAsync("dead-letters?reason=never-heard-of")).Json();

        Assert.Empty(page.GetProperty("items").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Histograms_OfEveryKindOfColumn_AddUpToThePool()
    {
        var answer = (await server.AskAsync("histograms?column=domain&column=level&column=complete&column=question_chars&column=cluster")).Json();

        var traces = answer.GetProperty("traces").GetInt64();
        Assert.All(answer.GetProperty("columns").EnumerateArray(), column => Assert.Equal(traces,
            column.GetProperty("bins").EnumerateArray().Sum(bin => bin.GetProperty("rows").GetInt64())
            + column.GetProperty("others").GetInt64() + column.GetProperty("unknown").GetInt64()));
        var level = answer.GetProperty("columns")[1];
        Assert.Equal(("level", "number"), (level.GetProperty("column").GetString(), level.GetProperty("kind").GetString()));
        Assert.Equal(["1", "2", "3", "4", "5"], level.GetProperty("bins").EnumerateArray().Select(bin => bin.GetProperty("label").GetString()));
        Assert.Equal(20, answer.GetProperty("columns")[3].GetProperty("bins").GetArrayLength());
        Assert.Equal(traces, answer.GetProperty("columns")[4].GetProperty("unknown").GetInt64());
    }

    [Fact]
    public async Task RankingPages_OneAfterTheOther_GoFromTheHardestToTheEasiest()
    {
        var ranked = (await server.AskAsync("ranking/pages?limit=1000")).Json().GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("difficulty").GetDouble()).ToList();
        var top = (await server.AskAsync("ranking?top=3")).Json();

        Assert.Equal(ranked.OrderDescending(), ranked);
        Assert.Equal(top.GetProperty("questions").GetInt32(), ranked.Count);
        Assert.Equal(top.GetProperty("hardest").EnumerateArray().Select(question => question.GetProperty("difficulty").GetDouble()), ranked.Take(3));
    }

    [Fact]
    public async Task Silos_OfOneServer_AreThatOneWithItsEndpoints()
    {
        var silo = Assert.Single((await server.SendAsync(HttpMethod.Get, "silos")).Json().GetProperty("items").EnumerateArray());

        Assert.Equal("works", silo.GetProperty("state").GetString());
        var report = silo.GetProperty("report");
        Assert.NotEmpty(report.GetProperty("version").GetString()!);
        var endpoint = Assert.Single(report.GetProperty("endpoints").EnumerateArray());
        Assert.Equal(("quickstart", "healthy"), (endpoint.GetProperty("run").GetString(), endpoint.GetProperty("state").GetString()));
        Assert.Contains("sample-teacher", report.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString()));
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

    async Task<(string Path, string Sha256)> DataFileAsync(string dataset)
    {
        var manifest = (await server.AskAsync($"datasets/{dataset}")).Json();
        var file = manifest.GetProperty("files").EnumerateArray().First(file => file.TryGetProperty("rows", out _));
        return ($"datasets/{dataset}/files/{file.GetProperty("path").GetString()}", file.GetProperty("sha256").GetString()!);
    }

    async Task<JsonElement> ValidatedAsync(string yaml) =>
        (await server.PostAsync("recipes/validation", JsonSerializer.Serialize(new { yaml }))).Json();

    static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
