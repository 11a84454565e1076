using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

/// <summary>Whatever is sent, the server says what is wrong with it and goes on.</summary>
[Collection(nameof(CuratedServer))]
public sealed class ResourceFuzzTests(CuratedServer server)
{
    const int Bodies = 1200;
    const int Queries = 400;

    static readonly (string Path, string Body)[] Posts =
    [
        ("runs", """{"yaml": "run: fuzzed\nsource: {path: nothing.jsonl, columns: {question: q}}", "file_name": "s.yaml", "folder": ".", "endpoints": [], "limit": 3, "confirmed": true}"""),
        ("previews", """{"yaml": "run: fuzzed\nsource: {path: nothing.jsonl, columns: {question: q}}", "file_name": "s.yaml", "folder": "."}"""),
        ("runs/quickstart/retry", """{"reason": "silent"}"""),
        ("runs/quickstart/recipes/validation", """{"yaml": "where: complete and pow(level, 2) > 3\nstratify: {by: domain, allocation: {a: 1}}\nexclude: [disagree]"}"""),
        ("runs/quickstart/selections/preview", """{"name": "f", "recipe": "long", "where": "complete", "weight": "level", "size": 5, "seed": 1, "per_question": 2, "exclude": ["disagree"], "draw": "trace", "stratify": {"by": "domain", "allocation": "sqrt", "shares": {"a": 1}}}"""),
        ("runs/quickstart/selections", """{"name": "f", "rank": "level", "size": 5, "exclude": ["disagree"]}"""),
        ("runs/quickstart/datasets", """{"name": "f", "selection": "domains", "layout": "messages", "format": "jsonl", "validation": 0.1, "system2": "level > 3"}"""),
    ];

    static readonly string[] Gets =
    [
        "recipes?limit=5&after=a", "recipes/long", "silos?limit=5&after=a", "runs/quickstart/traces?limit=5&after=a&question=b&text=c&domain=d&model=e",
        "runs/quickstart/traces/a", "runs/quickstart/dead-letters?reason=a&limit=5&after=b", "runs/quickstart/histograms?column=a&column=domain",
        "runs/quickstart/ranking/pages?limit=5&after=b", "runs/quickstart/ranking?top=3", "runs/quickstart/selections?limit=5&after=a",
        "runs/quickstart/selections/domains", "runs/quickstart/datasets/mixed", "runs/quickstart/datasets/mixed/files/manifest.json",
        "runs/quickstart/explanation?selection=domains&trace=a", "runs/quickstart/comparison?left=domains&right=a",
        "runs/quickstart/overlap?selection=domains&selection=a", "runs/quickstart/report?selection=a",
        "runs/quickstart/distributions?selection=a", "runs/quickstart/questions?prefix=a&most=3", "runs/quickstart/status", "runs/quickstart/spec",
    ];

    static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e308", "1e999", "99999999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"../../../etc/passwd\"",
        "\"/proc/self/environ\"", "[]", "{}", "[null]", "[[[[]]]]", "\"<script>\"", "\"a: [b\"", "\"percentile(percentile(level))\"", "\"1/0\"",
        "\"((((\"", "\"level % 0 > pow(9e99, 9e99)\"", "\"where: \\\"\\u202e\\\"\"", "\"*a\"", "\"&a [*a, *a]\"", "\"CON\"", "\".\"", "\"..\"",
    ];

    [Fact]
    public async Task Bodies_OfAnyKind_AreAnsweredAndNeverWithAFault()
    {
        var random = new Random(20_250_703);
        var statuses = new SortedDictionary<HttpStatusCode, int>();
        for (var number = 0; number < Bodies; number++)
        {
            var (path, body) = Posts[number % Posts.Length];
            var sent = Mutated(body, random);
            var answer = await server.SendAsync(HttpMethod.Post, path, sent);
            Assert.True((int)answer.Status < 500, $"{path} {sent}\n{answer.Status}: {Encoding.UTF8.GetString(answer.Body)}\n{server.Said}");
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
        }

        Trial.Say(string.Join(", ", statuses.Select(status => $"{status.Key} {status.Value}")));
        Assert.True(statuses[HttpStatusCode.BadRequest] > 100 && statuses[HttpStatusCode.UnprocessableEntity] > 100);
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync("status")).Status);
    }

    [Fact]
    public async Task Queries_OfAnyKind_AreAnsweredAndNeverWithAFault()
    {
        var random = new Random(20_250_704);
        for (var number = 0; number < Queries; number++)
        {
            var parts = Gets[number % Gets.Length].Split('=', '&');
            for (var part = 1; part < parts.Length; part += 2)
                if (random.Next(2) == 0) parts[part] = Uri.EscapeDataString(Values[random.Next(Values.Length)].Trim('"').Replace("\\u0000", "\0"));
            var path = parts[0] + string.Concat(parts[1..].Select((part, at) => at % 2 == 0 ? $"={part}" : $"&{part}"));
            if (parts.Length == 1) path += Uri.EscapeDataString(Values[random.Next(Values.Length)]);
            var answer = await server.SendAsync(HttpMethod.Get, path);
            Assert.True((int)answer.Status < 500, $"{path}\n{answer.Status}: {Encoding.UTF8.GetString(answer.Body)}\n{server.Said}");
        }
    }

    static string Mutated(string body, Random random)
    {
        var node = JsonNode.Parse(body)!.AsObject();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var keys = node.Select(member => member.Key).ToList();
            if (keys.Count == 0) break;
            var key = keys[random.Next(keys.Count)];
            switch (random.Next(6))
            {
                case 0:
                    node.Remove(key);
                    break;
                case 1 when node[key] is JsonObject inner:
                    inner[inner.First().Key] = "MARK";
                    break;
                case 2 when node[key] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0:
                    node[key] = text.Remove(random.Next(text.Length), 1).Insert(random.Next(text.Length), $"{(char)random.Next(32, 0x3000)}");
                    break;
                case 3:
                    node[key] = new string("x([{:\n\t"[random.Next(7)], random.Next(1, 6000));
                    break;
                default:
                    node[key] = "MARK";
                    break;
            }
        }

        var sent = node.ToJsonString();
        while (sent.Contains("\"MARK\"", StringComparison.Ordinal))
        {
            var at = sent.IndexOf("\"MARK\"", StringComparison.Ordinal);
            sent = $"{sent[..at]}{Values[random.Next(Values.Length)]}{sent[(at + 6)..]}";
        }

        return random.Next(12) switch
        {
            0 => sent[..random.Next(sent.Length)],
            1 => new string('[', 200) + sent,
            _ => sent,
        };
    }
}
