using System.Net;
using System.Text;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

/// <summary>Whatever is sent, the server says what is wrong with it and goes on.</summary>
[Collection(nameof(CuratedServer))]
public sealed class FuzzTests(CuratedServer server)
{
    const int Queries = 800;

    const string Spec = """run: fuzzed\nsource: {path: absent.jsonl, columns: {question: q}}\n"""
        + """selections: [{name: a, recipe: mine.yaml}]\n""";

    // Where there is no body, it is the run's name that is another one.
    static readonly (string Path, string? Body)[] Changes =
    [
        ("/runs", $$"""
            {"yaml": "{{Spec}}", "file_name": "s.yaml", "folder": ".", "endpoints": ["http://127.0.0.1:1/v1"],
             "limit": 3, "confirmed": true}
            """),
        ("/runs/{run}/selections", """
            {"name": "fuzzed", "recipe": "long", "where": "complete and domain = 'x'", "size": 5, "seed": 7, "per_question": 1,
             "exclude": ["disagree"], "stratify": {"by": "domain", "shares": {"x": 0.5}}}
            """),
        ("/runs/{run}/datasets", """
            {"name": "fuzzed", "selection": "disagree", "layout": "messages", "format": "jsonl", "system2": "level > 3", "think": "on",
             "validation": 0.1}
            """),
        ("/runs/{run}/retry", """{"reason": "http-502"}"""),
        ("/runs/{run}/pause", null), ("/runs/{run}/resume", null), ("/runs/{run}/cancel", null), ("/runs/{run}/ensure-running", null),
    ];

    static readonly (string Path, string? Body)[] Looks =
    [
        ("/previews", $$"""{"yaml": "{{Spec}}", "file_name": "s.yaml", "folder": ".", "endpoints": [], "limit": 3}"""),
        ("/runs/{run}/recipes/validation", """
            {"yaml": "where: complete and pow(level, 2) > 3\nstratify: {by: domain, allocation: {a: 1}}\nexclude: [disagree]"}
            """),
        ("/runs/{run}/selections/preview", """
            {"name": "f", "recipe": "long", "where": "complete", "weight": "level", "size": 5, "seed": 1, "per_question": 2,
             "exclude": ["disagree"], "draw": "trace", "stratify": {"by": "domain", "allocation": "sqrt", "shares": {"a": 1}}}
            """),
    ];

    [Theory]
    [InlineData(true, 2400, 20_261_123)]
    [InlineData(false, 1200, 20_250_703)]
    public async Task Bodies_OfAnyKind_AreAnsweredAndNeverWithAFault(bool changes, int times, int seed)
    {
        var (random, posts) = (new Random(seed), changes ? Changes : Looks);
        var what = changes ? "changes, half of them with a body" : "looks";
        await SendAsync($"{times} {what}, seed {seed}", Enumerable.Range(0, times).Select(number =>
        {
            var (path, sound) = posts[number % posts.Length];
            var run = sound is null || random.Next(20) == 0 ? Hostile.Part(random) : "quickstart";
            return (HttpMethod.Post, path[1..].Replace("{run}", run), sound is null ? null : Hostile.Body(random, sound));
        }));
    }

    [Fact]
    public async Task Queries_OfAnyKind_AreAnsweredAndNeverWithAFault()
    {
        var random = new Random(20_250_704);
        var gets = (await server.DocumentAsync()).Paths
            .Where(path => path.Value.Operations!.ContainsKey(HttpMethod.Get) && !path.Key.EndsWith("/events"))
            .Select(path => (
                Path: path.Key["/api/v1".Length..].TrimStart('/'), Parameters: path.Value.Operations![HttpMethod.Get].Parameters ?? []))
            .Where(get => get.Parameters.Any()).ToList();
        await SendAsync($"{Queries} queries", Enumerable.Range(0, Queries).Select(number =>
        {
            var (path, query) = (gets[number % gets.Count].Path, new List<string>());
            foreach (var parameter in gets[number % gets.Count].Parameters)
                if (parameter.In is Microsoft.OpenApi.ParameterLocation.Path)
                    path = path.Replace(
                        $"{{{parameter.Name}}}", parameter.Name == "run" && random.Next(10) > 0 ? "quickstart" : Hostile.Part(random));
                else if (random.Next(4) > 0) query.Add($"{parameter.Name}={(random.Next(3) == 0 ? "domain" : Hostile.Part(random))}");
            return (HttpMethod.Get, $"{path}?{string.Join('&', query)}", (byte[]?)null);
        }));
    }

    [Fact]
    public async Task Bodies_AreSentToEveryAddressThatTakesAPost() => Assert.Equal(
        (await server.DocumentAsync()).Paths
            .Where(path => path.Value.Operations!.ContainsKey(HttpMethod.Post)).Select(path => path.Key).Order(),
        Changes.Concat(Looks).Select(post => $"/api/v1{post.Path}").Order());

    async Task SendAsync(string what, IEnumerable<(HttpMethod Method, string Path, byte[]? Body)> requests)
    {
        var (statuses, failed) = (new SortedDictionary<int, int>(), new List<string>());
        foreach (var (method, path, body) in requests)
        {
            var answer = await server.SendAsAsync(CuratedServer.Operator, method, path, body);
            var status = (int)answer.Status;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            if (status >= 500)
                failed.Add($"{path}\n{Encoding.UTF8.GetString(body ?? [])}\n{status}: {Encoding.UTF8.GetString(answer.Body)}");
        }

        Trial.Say($"{what}: {string.Join(", ", statuses.Select(status => $"{status.Value} times {status.Key}"))}");
        Assert.True(failed.Count == 0, string.Join('\n', failed) + server.Said);
        Assert.All([400, 422], status => Assert.True(statuses.GetValueOrDefault(status) > 100, $"{status}"));
        Assert.DoesNotContain(" fail: ", server.Said, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync("status")).Status);
    }
}
