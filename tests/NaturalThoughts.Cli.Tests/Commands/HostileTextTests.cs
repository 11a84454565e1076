using System.Text.Json;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Cli.Tests.Commands;

/// <summary>What questions, traces, labels and errors say is text wherever it is shown: it moves no terminal, and is no markup.</summary>
[Collection(nameof(CommandTests))]
public sealed partial class HostileTextTests : IDisposable
{
    const string Hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(1)> "
        + "\u001b[2J\u001b]0;title\u0007 \u009b31m \u202Edne\u2066 [bold]x[/] `b` |";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-hostile-");

    string Root => Path.Combine(_folder.FullName, "runs");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task EveryVerb_OfHostileTexts_ShowsThemAsText()
    {
        File.WriteAllLines(Path.Combine(_folder.FullName, "questions.jsonl"), Enumerable.Range(0, 9).Select(Row));
        var spec = Path.Combine(_folder.FullName, "spec.yaml");
        File.WriteAllText(spec, Spec);
        List<string[]> verbs =
        [
            ["curate", spec, "--dry-run"], ["curate", spec], ["status"], ["status", "h"], ["verify", "h"], ["rank", "h"],
            ["select", "h", "--recipe", "random", "--size", "3", "--name", "three",
                "--where", $"domain != '{Hostile.Replace('\'', ' ')}x'"],
            ["select", "h", "--where", $"domain = '{Hostile}"], ["compare", "h", "all", "three"],
            ["study", "h", "--recipes", "random", "--sizes", "2"], ["emit", "h", "three"],
            ["report", "h", "three", "--out", Path.Combine(_folder.FullName, "r.html")],
            ["retry", "h", "--reason", Hostile], ["explain", "h", "all", Hostile], ["show", "h", Hostile], ["validate", Hostile],
            ["status", Hostile], ["curate", Hostile], [Hostile],
        ];
        var outcomes = new List<Outcome>();
        foreach (var verb in verbs) outcomes.Add(await RunAsync(verb));
        Assert.All(outcomes.Take(12).Where((_, at) => at != 7), outcome => Assert.True(outcome.ExitCode is 0 or 3, outcome.ToString()));
        var ranked = await RunAsync("rank", "h", "--json");
        var hardest = ranked.Json.GetProperty("hardest").EnumerateArray();
        foreach (var question in hardest.Select(question => question.GetProperty("question").GetString()!))
        {
            await RunAsync("show", "h", question);
            await RunAsync("show", "h", question, "--full");
            var shown = await RunAsync("show", "h", question, "--json");
            Assert.Contains(Hostile, shown.Json.GetProperty("text").GetString());
            foreach (var response in shown.Json.GetProperty("responses").EnumerateArray())
                await RunAsync("explain", "h", "all", response.GetProperty("trace").GetString()!);
        }

        AssertPages();
    }

    void AssertPages()
    {
        var pages = Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".html" or ".md" or ".svg").ToList();
        Assert.Equal([".html", ".md", ".svg"], pages.Select(Path.GetExtension).Distinct().Order());
        foreach (var page in pages)
        {
            var text = File.ReadAllText(page);
            AssertPrintable(text, page);
            // What a fence of a card holds is text.
            var markup = Fence().Replace(text, "");
            Assert.DoesNotContain("<script", markup, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", markup, StringComparison.OrdinalIgnoreCase);
        }
    }

    // As a person sees it and as a machine does.
    async Task<Outcome> RunAsync(params string[] verb)
    {
        var outcome = await Outcome.OfAsync([.. verb, "--root", Root]);
        if (!verb.Contains("--json"))
        {
            var json = await Outcome.OfAsync([.. verb, "--root", Root, "--json"]);
            if (json.Output.Length > 0) Assert.NotEqual(JsonValueKind.Undefined, json.Json.ValueKind);
            AssertPrintable(json.Output + json.Error, string.Join(' ', verb) + " --json");
        }

        AssertPrintable(outcome.Output + outcome.Error, string.Join(' ', verb));
        return outcome;
    }

    static void AssertPrintable(string text, string what)
    {
        var hidden = text.EnumerateRunes().FirstOrDefault(rune => PrintableText.IsHidden(rune) && rune.Value is not '\r');
        Assert.True(hidden == default, $"{PrintableText.Of(what)} shows U+{hidden.Value:X4}");
    }

    [GeneratedRegex("^(`{3,})[a-z]*\n.*?\n\\1$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    const string Spec = """
        run: h
        source:
          path: questions.jsonl
          name: s
          columns:
            question: q
            reference: a
            domain: domain
            responses:
              - {role: teacher, model: m, content: t, reasoning: r, error: e}
              - {role: baseline, model: b, content: b}
        limits: {max_failed: 90%}
        selections:
          - {name: all, recipe: random, seed: 7, stratify: domain}
        datasets:
          - {name: train, selection: all, system: {think: "be \u202Ebrief <script>"}, mix: {system2: 0.5}}
        """;

    static string Row(int number) => JsonSerializer.Serialize(new
    {
        q = $"{number}: {Hostile} What is {number}?", a = Hostile, domain = number % 3 == 0 ? Hostile : $"{number % 3} {Hostile}",
        t = number == 4 ? null : $"It is {number}. {Hostile}",
        r = number == 4 ? null : $"Wait, let me check that again. {Hostile} {new string('x', 40 * number)}",
        b = $"{Hostile} {number}", e = number == 4 ? Hostile : null,
    });
}
