using System.Net;
using System.Text.Json;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

/// <summary>What can be read and searched over HTTP, on a run that is done.</summary>
[Collection(nameof(CuratedServer))]
public sealed class ResourceTests(CuratedServer server)
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
    [InlineData("histograms?column=colour", "column")]
    [InlineData("dead-letters?limit=0", "limit")]
    [InlineData("dead-letters?after=" + Unknown, "after")]
    public async Task Get_WithAParameterThatCannotBe_NamesIt(string path, string parameter) =>
        Assert.Equal(parameter, (await server.AskAsync(path)).Problem(HttpStatusCode.UnprocessableEntity).Where);

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
        var items = (await server.AskAsync("ranking/pages?limit=1000")).Json().GetProperty("items").EnumerateArray().ToList();
        var ranked = items.Select(item => item.GetProperty("difficulty").GetDouble()).ToList();
        var top = (await server.AskAsync("ranking?top=3")).Json();

        Assert.Equal(ranked.OrderDescending(), ranked);
        Assert.Equal(top.GetProperty("questions").GetInt32(), ranked.Count);
        Assert.Equal(top.GetProperty("hardest").EnumerateArray().Select(Shown), items.Take(3).Select(Shown));

        static (double, string?, string) Shown(JsonElement item) => (
            item.GetProperty("difficulty").GetDouble(), item.GetProperty("question").GetString(),
            Display.Line(item.GetProperty("text").GetString()!, 100));
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
}
