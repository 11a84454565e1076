using System.Net;
using System.Text;
using System.Text.Json;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Serving;

public sealed class FuzzTests : IDisposable
{
    const int Bodies = 1200;
    const int Seed = 20261123;

    const string Spec = """run: fuzzed\nsource: {path: absent.jsonl, columns: {question: q}}\n""";

    static readonly (string Path, string Body)[] Sound =
    [
        ("runs", $$"""
            {"yaml": "{{Spec}}", "file_name": "s.yaml", "folder": ".", "endpoints": ["http://127.0.0.1:1/v1"], "limit": 3,
             "confirmed": true}
            """),
        ("previews", $$"""
            {"yaml": "{{Spec}}selections: [{name: a, recipe: mine.yaml}]\n", "file_name": "s.yaml", "folder": "."}
            """),
        ("runs/quickstart/selections", """
            {"name": "fuzzed", "recipe": "long", "where": "complete and domain = 'x'", "size": 5, "seed": 7, "per_question": 1,
             "exclude": ["all"], "stratify": {"by": "domain", "shares": {"x": 0.5}}}
            """),
        ("runs/quickstart/datasets", """
            {"name": "fuzzed", "selection": "disagree", "layout": "messages", "format": "jsonl", "mix": "0.4", "think": "on"}
            """),
        ("runs/quickstart/retry", """{"reason": "http-502"}"""),
    ];

    static readonly string[] Pieces =
    [
        "null", "[]", "{}", "1e400", "-1", "18446744073709551616", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "true", "[null]",
        "{\"name\": null}", "\"../../etc/passwd\"", "\"((((((((((\"", "\"x ^ 9999999999\"", "\"{{{{[[[[\"", "\"a: &a [*a, *a]\"", "\"\ufeff\u202e\"",
    ];

    static readonly string[] Letters =
    [
        "(", ")", "^", "{", "]", ":", "#", "-", "&", "*", "'", "/", "..", "0", "\u00e9", "\u2028", "999999999", " and ", "!",
    ];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-fuzz-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Api_BodiesThatAreBroken_AreRefusedAndStopNothing()
    {
        using var serving = await ServeProcess.StartAsync(
            Path.Combine(_folder.FullName, "runs"), null, "--set", "Http:RequestsPerSecond=100000");
        Assert.Equal(0, (await serving.CommandAsync("curate", Repository.Quickstart)).ExitCode);
        var (random, statuses, failed) = (new Random(Seed), new SortedDictionary<int, int>(), new List<string>());

        for (var number = 0; number < Bodies; number++)
        {
            var (path, sound) = Sound[number % Sound.Length];
            var body = Broken(random, sound);
            using var answer = await serving.AskAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"));
            var said = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode >= 500) failed.Add($"{number}: {path}\n{body}\n{(int)answer.StatusCode}: {said}");
            statuses[(int)answer.StatusCode] = statuses.GetValueOrDefault((int)answer.StatusCode) + 1;
        }

        Trial.Say(string.Join(", ", statuses.Select(status => $"{status.Value} times {status.Key}")));
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.Equal(HttpStatusCode.OK, (await serving.HealthAsync("ready")).Status);
        Assert.True(statuses.GetValueOrDefault(400) > 100);
        Assert.True(statuses.GetValueOrDefault(422) > 100);
    }

    // A third loses, gains or swaps letters anywhere; the others stay JSON, and a value or a letter of a text is another one.
    static string Broken(Random random, string body)
    {
        if (random.Next(3) > 0)
        {
            var members = JsonElement.Parse(body).EnumerateObject()
                .Select(member => (member.Name, Value: member.Value.GetRawText())).ToList();
            for (var times = random.Next(1, 3); times > 0; times--)
            {
                var at = random.Next(members.Count);
                members[at] = (members[at].Name, Another(random, members[at].Value));
            }

            return $"{{{string.Join(", ", members.Select(member => $"\"{member.Name}\": {member.Value}"))}}}";
        }

        for (var times = random.Next(1, 4); times > 0 && body.Length > 0; times--)
            body = WithAnotherLetter(random, random.Next(4) == 0 ? body[..random.Next(body.Length)] : body);
        return body;
    }

    static string Another(Random random, string value) => value.Length > 4 && random.Next(2) == 0
        ? value[0] + WithAnotherLetter(random, value[1..^1]) + value[^1]
        : Pieces[random.Next(Pieces.Length)];

    static string WithAnotherLetter(Random random, string text)
    {
        if (text.Length == 0) return text;
        var at = random.Next(text.Length);
        return random.Next(2) == 0
            ? text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at))
            : text.Insert(at, Letters[random.Next(Letters.Length)]);
    }
}
