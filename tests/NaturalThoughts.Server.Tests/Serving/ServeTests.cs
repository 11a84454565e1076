using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using NaturalThoughts.Cli;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Serving;

public sealed partial class ServeTests : IDisposable
{
    const string Key = "a-key-of-the-tests-0123456789";

    const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    static readonly Dictionary<string, string> None = [];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-serve-");

    string Root => Path.Combine(_folder.FullName, "runs");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Curate_ThroughAServer_GivesTheSameBytesAsOnOneMachine()
    {
        using var serving = await ServeProcess.StartAsync(Root, null, "--set", $"Logging:LogLevel:{Requests}=Information");
        var local = Path.Combine(_folder.FullName, "local");

        var remote = await serving.CommandAsync("curate", Repository.Quickstart);
        var here = await CommandProcess.RunAsync(Repository.Root, None, "curate", Repository.Quickstart, "--root", local);

        Assert.True(remote.ExitCode == 0, remote.Said);
        Assert.True(here.ExitCode == 0, here.Said);
        var files = FilesOf(Path.Combine(local, "quickstart", "datasets"));
        Assert.NotEmpty(files);
        Assert.Equal(files, FilesOf(Path.Combine(Root, "quickstart", "datasets")));
        await EveryVerbAsync(serving);
        await ImportAsync(serving);
        AssertAsksNothingElse(serving);
        await LeavesAsync(serving);
    }

    [Fact]
    public async Task Serve_ToldToEndInMidRun_LosesNoResponseAndGoesOnByItself()
    {
        var calls = Path.Combine(_folder.FullName, "calls.tsv");
        var environment = new Dictionary<string, string> { ["NATURALTHOUGHTS_RECORDED_CALLS"] = calls };
        var spec = SlowQuickstart();
        var curated = new Dictionary<string, string>();
        string[] options = ["--set", "Drain:Grace=10s", "--set", $"Http:Folders={_folder.FullName}"];
        using (var serving = await ServeProcess.StartAsync(Root, environment, options))
        {
            using var command = CommandProcess.Command(Repository.Root, curated, "curate", spec, "--server", serving.Url);
            await serving.Program.UntilAsync(() => Task.FromResult(Lines(calls) >= 20 ? "under way" : null));
            serving.Program.Signal(CommandProcess.Terminate);
            Assert.Equal(0, await serving.Program.EndAsync());
        }

        Assert.InRange(Lines(calls), 20, 129);
        using (var again = await ServeProcess.StartAsync(Root, environment, options))
        {
            await again.Program.UntilAsync(async () =>
            {
                using var answer = await again.AskAsync(HttpMethod.Get, "runs/quickstart/status");
                using var status = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                return status.RootElement.TryGetProperty("phase", out var phase) && phase.GetString() == "done" ? "done" : null;
            });
        }

        Assert.Equal(130, Lines(calls));
    }

    [Fact]
    public async Task Serve_EverythingWrong_NamesAllAndStartsNothing()
    {
        var (exitCode, said) = await CommandProcess.RunAsync(_folder.FullName, None,
            "serve", "--urls", "http://0.0.0.0:1", "--set", "Silo:Port=x", "--set", "Drain:Grace=later", "--set", "Silo:Prot=1");

        Assert.Equal(2, exitCode);
        Assert.All(["Http:Urls: ", "Silo:Port: ", "Drain:Grace: ", "Silo:Prot: ", "Did you mean `Silo:Port`?"],
            words => Assert.Contains(words, said, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Equal(4, said.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Serve_NoRedisThere_SaysSoAndEnds()
    {
        var (exitCode, said) = await CommandProcess.RunAsync(
            _folder.FullName, new Dictionary<string, string> { ["NATURALTHOUGHTS__Redis__Password"] = "hidden-password" },
            "serve", "--urls", "http://127.0.0.1:0", "--redis", "127.0.0.1:1,connectTimeout=500,connectRetry=1");

        Assert.Equal(1, exitCode);
        Assert.Contains("nobody answers there", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-password", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_WithAKey_LetsNobodyElseIn()
    {
        using var serving = await ServeProcess.StartAsync(
            Root, new Dictionary<string, string> { ["NATURALTHOUGHTS__Http__ApiKey"] = Key });

        using var without = await serving.AskAsync(HttpMethod.Get, "runs");
        using var wrong = await serving.AskAsync(HttpMethod.Get, "runs", key: Key + "x");
        using var right = await serving.AskAsync(HttpMethod.Get, "runs", key: Key);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await serving.HealthAsync("live")).Status);
        var refused = await CommandProcess.RunAsync(Repository.Root,
            new Dictionary<string, string> { ["NATURALTHOUGHTS_SERVER_KEY"] = "another-key-altogether" },
            "status", "--server", serving.Url);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The API key is not the server's.", refused.Said, StringComparison.Ordinal);
        var known = await CommandProcess.RunAsync(Repository.Root,
            new Dictionary<string, string> { ["NATURALTHOUGHTS_SERVER_KEY"] = Key, ["NATURALTHOUGHTS_SERVER"] = serving.Url }, "status");
        Assert.True(known.ExitCode == 0, known.Said);
        Assert.DoesNotContain(Key, serving.Program.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_KeysOfRoles_LetViewersLookAndOperatorsChange()
    {
        var (looks, changes) = (ApiKey.Fresh(), ApiKey.Fresh());
        var keys = Path.Combine(_folder.FullName, "keys");
        File.WriteAllLines(keys, [KeysFile.LineOf("wall", Role.Viewer, looks), KeysFile.LineOf("ada", Role.Operator, changes)]);
        using var serving = await ServeProcess.StartAsync(Root, None, "--set", $"Http:KeysFile={keys}");

        var curated = await AsAsync(changes, "curate", Repository.Quickstart);
        var seen = await AsAsync(looks, "status", "quickstart");
        var refused = await AsAsync(looks, "select", "quickstart", "--recipe", "long", "--size", "20", "--name", "long-20");

        Assert.True(curated.ExitCode == 0, curated.Said);
        Assert.True(seen.ExitCode == 0, seen.Said);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("`wall` may look, and change nothing.", refused.Said, StringComparison.Ordinal);
        // A line follows its answer.
        var audited = await serving.Program.UntilAsync(() => Task.FromResult(Audited() is [.., var last] lines && Is403(last) ? lines : null));
        Assert.Contains(audited, line =>
            Said(line, "who") == "ada" && Said(line, "path") == "/api/v1/runs" && Said(line, "run") == "quickstart");
        Assert.Contains(audited, line => Said(line, "who") == "wall" && Is403(line));
        Assert.All([looks, changes], key => Assert.DoesNotContain(key, serving.Program.Said, StringComparison.Ordinal));

        Task<(int ExitCode, string Said)> AsAsync(string key, params string[] arguments) => CommandProcess.RunAsync(Repository.Root,
            new Dictionary<string, string> { ["NATURALTHOUGHTS_SERVER_KEY"] = key }, [.. arguments, "--server", serving.Url]);

        List<JsonElement> Audited() =>
        [
            .. Directory.GetFiles(Path.Combine(Root, ".audit")).SelectMany(File.ReadAllLines).Select(line => JsonElement.Parse(line)),
        ];

        static bool Is403(JsonElement line) => line.TryGetProperty("status", out var status) && status.GetInt32() == 403;

        static string? Said(JsonElement line, string member) => line.TryGetProperty(member, out var value) ? value.GetString() : null;
    }

    [Fact]
    public async Task Api_BadRequests_AreAnsweredWithProblems()
    {
        using var serving = await ServeProcess.StartAsync(Root);

        await ProblemAsync(HttpStatusCode.NotFound, serving.AskAsync(HttpMethod.Get, "runs/.hidden"), "cannot be the name of a run");
        await ProblemAsync(HttpStatusCode.NotFound, serving.AskAsync(HttpMethod.Get, "elsewhere"), "There is nothing at");
        await ProblemAsync(
            HttpStatusCode.UnsupportedMediaType, serving.AskAsync(HttpMethod.Post, "runs", new StringContent("{}")), null);
        await ProblemAsync(
            HttpStatusCode.Forbidden, serving.AskAsync(HttpMethod.Get, "runs", host: "evil.example"), "on this machine only");
        await ProblemAsync(HttpStatusCode.UnprocessableEntity,
            serving.AskAsync(HttpMethod.Post, "runs", JsonContent.Create(
                new { yaml = "run: r\nsource: {path: q.jsonl, columns: {question: q}}\n", file_name = "s", folder = "/etc" })),
            "is not where the server lets files be read");
    }

    // What the server says it was asked for, by commands and by this test, which looks at its health.
    static void AssertAsksNothingElse(ServeProcess serving)
    {
        var asked = Asked().Matches(serving.Program.Said).Select(request => request.Groups[1].Value).Distinct().ToList();

        Assert.True(asked.Count > 20, $"Only {asked.Count} addresses.");
        Assert.All(asked, path => Assert.True(path.StartsWith("/api/v1/", StringComparison.Ordinal) || path == "/health/ready", path));
    }

    static async Task EveryVerbAsync(ServeProcess serving)
    {
        string[][] verbs =
        [
            ["health"], ["status"], ["status", "quickstart"], ["verify", "quickstart"],
            ["select", "quickstart", "--recipe", "long", "--size", "20", "--name", "long-20"],
            ["study", "quickstart", "--recipes", "random,long", "--sizes", "5,10"],
            ["report", "quickstart", "long-20", "--out", "/dev/null"],
            ["compare", "quickstart", "disagree", "long-20"], ["rank", "quickstart", "--top", "2"], ["emit", "quickstart", "long-20"],
            ["pause", "quickstart"], ["resume", "quickstart"], ["cancel", "quickstart"], ["resume", "quickstart"],
            ["curate", Repository.Quickstart, "--dry-run"], ["curate", Repository.Quickstart],
        ];
        string[] besides = ["show", "explain", "validate", "retry"];
        string[] askNobody = ["serve", "key", "recipes", "replay", "rubrics", "probe"];
        Assert.Equal(CommandTree.Build().Subcommands.Select(command => command.Name).Order(),
            verbs.Select(verb => verb[0]).Concat(besides).Concat(askNobody).Distinct().Order());
        foreach (var verb in verbs)
        {
            var (exitCode, said) = await serving.CommandAsync(verb);
            Assert.True(exitCode == 0, $"{string.Join(' ', verb)}\n{said}");
        }

        var ranked = await serving.CommandAsync("rank", "quickstart", "--top", "1", "--json");
        var id = JsonDocument.Parse(ranked.Said).RootElement.GetProperty("hardest")[0].GetProperty("question").GetString()!;
        var shown = await serving.CommandAsync("show", "quickstart", id, "--json");
        var trace = JsonDocument.Parse(shown.Said).RootElement.GetProperty("responses")[0].GetProperty("trace").GetString()!;
        var explained = await serving.CommandAsync("explain", "quickstart", "long-20", trace);
        Assert.True(explained.ExitCode == 0, explained.Said);
        Assert.Equal(2, (await serving.CommandAsync("retry", "quickstart", "--reason", "http-502")).ExitCode);
        Assert.Equal(2, (await serving.CommandAsync("status", "nobody")).ExitCode);
        Assert.Equal(2, (await serving.CommandAsync("explain", "quickstart", "nothing", trace)).ExitCode);
    }

    async Task ImportAsync(ServeProcess serving)
    {
        var spec = Path.Combine(Root, "again.yaml");
        File.WriteAllText(spec, "run: again\nsource: run:quickstart\nselections: [{name: all, size: 5}]");
        foreach (var verb in new string[][] { ["validate", spec], ["curate", spec, "--dry-run"], ["curate", spec], ["verify", "again"] })
        {
            var (exitCode, said) = await serving.CommandAsync(verb);
            Assert.True(exitCode == 0, $"{string.Join(' ', verb)}\n{said}");
        }

        File.WriteAllText(spec, "run: again\nsource: run:quickstrat");
        var (refused, why) = await serving.CommandAsync("validate", spec);
        Assert.Equal(2, refused);
        Assert.Contains("Did you mean `quickstart`?", why, StringComparison.Ordinal);
    }

    static async Task LeavesAsync(ServeProcess serving)
    {
        serving.Program.Signal(CommandProcess.Terminate);
        Assert.Equal(0, await serving.Program.EndAsync());
        Assert.Contains("Leaving: ", serving.Program.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("No endpoint", serving.Program.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", serving.Program.Said, StringComparison.Ordinal);
    }

    static async Task ProblemAsync(HttpStatusCode status, Task<HttpResponseMessage> asked, string? words)
    {
        using var response = await asked;
        var said = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {said}");
        var what = JsonDocument.Parse(said).RootElement.GetProperty("problems")[0].GetProperty("what").GetString()!;
        if (words is not null) Assert.Contains(words, what, StringComparison.Ordinal);
    }

    // The quickstart with 8 responses at a time that take a while.
    string SlowQuickstart()
    {
        foreach (var file in new[] { "questions.jsonl", "responses.jsonl" })
            File.Copy(Path.Combine(Path.GetDirectoryName(Repository.Quickstart)!, file), Path.Combine(_folder.FullName, file));
        var spec = Path.Combine(_folder.FullName, "slow.yaml");
        File.WriteAllText(spec, File.ReadAllText(Repository.Quickstart).Replace(
            "endpoints: [recorded:responses.jsonl]", "endpoints: [{url: 'recorded:responses.jsonl', slots: 8, latency: 0.4}]",
            StringComparison.Ordinal));
        return spec;
    }

    [GeneratedRegex(@"Request starting HTTP/1\.1 [A-Z]+ http://[^/ ]+(/[^ ?]*)")]
    private static partial Regex Asked();

    static int Lines(string file)
    {
        while (true)
        {
            try
            {
                return File.Exists(file) ? File.ReadAllLines(file).Length : 0;
            }
            catch (IOException)
            {
                Thread.Yield(); // the silo holds the file for the moment of an entry
            }
        }
    }

    static SortedDictionary<string, string> FilesOf(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file),
            file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);
}
