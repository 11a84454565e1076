using System.Net;
using System.Text.Json;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Access;

public sealed class DoorTests
{
    const string Change = """{"reason": "http-502"}""";

    static readonly string Operator = ApiKey.Fresh();
    static readonly string Viewer = ApiKey.Fresh();

    [Fact]
    public async Task Ask_ByRole_IsAnsweredOrRefused()
    {
        await using var host = await WithKeysAsync();

        var nobody = await host.AskAsync();
        Assert.Equal("Authorization", nobody.Problem(HttpStatusCode.Unauthorized).Where);
        Assert.Equal("Bearer", nobody.Header("WWW-Authenticate"));
        var wrong = await host.AskAsync(ApiKey.Fresh());
        Assert.Equal("The API key is not the server's.", wrong.Problem(HttpStatusCode.Unauthorized).What);
        Assert.Contains("invalid_token", wrong.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(Viewer)).Status);
        Assert.Equal("`wall` may look, and change nothing.", (await host.AskAsync(Viewer, Change)).Problem(HttpStatusCode.Forbidden).What);
        Assert.Equal("http-502", (await host.AskAsync(Operator, Change)).Json.GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.AskAsync(path: "/openapi/v1.json")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.AskAsync(path: "/api/v1/nowhere")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(path: "/health/live")).Status);
    }

    [Fact]
    public async Task Ask_KeyInAnotherForm_IsNoKey()
    {
        await using var host = await WithKeysAsync();

        foreach (var form in new[]
        {
            $"Basic {Operator}", Operator, $"Bearer{Operator}", "Bearer ", $"Bearer {Operator}, Bearer {Operator}",
        })
            Assert.Equal(HttpStatusCode.Unauthorized, (await host.AskAsync(headers: ("Authorization", form))).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(headers: ("Authorization", $"bearer  {Operator} "))).Status);
    }

    [Fact]
    public async Task Ask_NobodyIsAskedWhoTheyAre_AnswersForThisMachineOnly()
    {
        await using var host = await DoorHost.StartAsync((settings, _) => settings);

        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(body: Change)).Status);
        var foreign = await host.AskAsync(headers: ("Host", "evil.example"));
        Assert.Equal("Host", foreign.Problem(HttpStatusCode.Forbidden).Where);
        var line = JsonElement.Parse((await host.AuditedAsync(2))[0]);
        Assert.Equal(("local", "operator"), (line.GetProperty("who").GetString(), line.GetProperty("role").GetString()));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "HOST:1", false)]
    [InlineData("Origin", "file://HOST", false)]
    [InlineData("Origin", "http://HOST", true)]
    [InlineData("Origin", "https://HOST", true)]
    public async Task Ask_FromAPageOfAnotherSite_ChangesNothing(string header, string value, bool taken)
    {
        foreach (var key in new[] { Operator, null })
        {
            await using var host = key is null ? await DoorHost.StartAsync((settings, _) => settings) : await WithKeysAsync();
            var told = (header, value.Replace("HOST", new Uri(host.Url).Authority, StringComparison.Ordinal));

            var changed = await host.AskAsync(key, Change, headers: told);

            if (taken) Assert.Equal(HttpStatusCode.OK, changed.Status);
            else Assert.Equal(header, changed.Problem(HttpStatusCode.Forbidden).Where);
            Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(key, headers: told)).Status);
        }
    }

    [Fact]
    public async Task Ask_EveryAnswer_TellsBrowsersToKeepToThemselves()
    {
        await using var host = await WithKeysAsync();

        foreach (var answer in new[]
        {
            await host.AskAsync(), await host.AskAsync(Viewer), await host.AskAsync(Viewer, Change), await host.AskAsync(Operator, "{"),
            await host.AskAsync(Operator, path: "/api/v1/nowhere"), await host.AskAsync(path: "/health/live"),
        })
        {
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("no-store", answer.Header("Cache-Control"));
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        }
    }

    [Fact]
    public async Task Ask_ChangesAndRefusals_AreWrittenDown()
    {
        await using var host = await WithKeysAsync();

        await host.AskAsync(Viewer);
        await host.AskAsync(Operator, Change, "/api/v1/runs/first?replace=true");
        await host.AuditedAsync(2);
        await host.AskAsync(Viewer, Change);
        await host.AuditedAsync(3);
        await host.AskAsync("somebody-who-guesses");
        await host.AuditedAsync(4);
        await host.AskAsync(Operator, "no json");
        var lines = (await host.AuditedAsync(6)).Select(line => JsonElement.Parse(line)).ToList();

        Assert.Equal(["POST begun", "POST 200", "POST 403", "GET 401", "POST begun", "POST 400"], lines.Select(line =>
            $"{line.GetProperty("method").GetString()} {(line.TryGetProperty("status", out var status) ? status.GetInt32() : "begun")}"));
        Assert.Equal(
            $$"""{"time":"2026-11-23T06:00:00+00:00","id":"{{IdOf(lines[0])}}","phase":"answered","who":"ada","by":"key","role":"operator","""
            + """ "from":"127.0.0.1","method":"POST","path":"/api/v1/runs/first","status":200,"run":"first"}""".TrimStart(),
            lines[1].GetRawText());
        Assert.Equal(4, lines.Select(IdOf).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(("wall", "viewer"), (lines[2].GetProperty("who").GetString(), lines[2].GetProperty("role").GetString()));
        Assert.False(lines[3].TryGetProperty("who", out _));
        Assert.All(host.Audited, line => Assert.DoesNotContain("http-502", line, StringComparison.Ordinal));
        Assert.All([Operator, Viewer, "guesses"], key =>
            Assert.All(host.Audited, line => Assert.DoesNotContain(key, line, StringComparison.Ordinal)));
        Assert.Empty(Data.Runs.RunFolder.List(host.Root));
    }

    [Fact]
    public async Task Ask_ChangeThatIsNotAnsweredYet_IsWrittenDownAlready()
    {
        await using var host = await WithKeysAsync();

        var asking = host.AskAsync(Operator, "{}", "/api/v1/runs/first/pause");
        var begun = JsonElement.Parse(Assert.Single(await host.AuditedAsync(1)));
        Assert.False(asking.IsCompleted);
        host.Answers.SetResult();
        await asking;
        var answered = JsonElement.Parse((await host.AuditedAsync(2))[1]);

        Assert.Equal(("begun", "answered"), (begun.GetProperty("phase").GetString(), answered.GetProperty("phase").GetString()));
        Assert.Equal(("ada", "first"), (begun.GetProperty("who").GetString(), begun.GetProperty("run").GetString()));
        Assert.Equal(IdOf(begun), IdOf(answered));
    }

    [Fact]
    public async Task Ask_PostThatOnlyLooks_IsForViewersAndLeavesNoLine()
    {
        const string preview = "/api/v1/previews";
        await using var host = await WithKeysAsync();

        Assert.Equal("http-502", (await host.AskAsync(Viewer, Change, preview)).Json.GetProperty("reason").GetString());
        Assert.Equal("Sec-Fetch-Site",
            (await host.AskAsync(Viewer, Change, preview, ("Sec-Fetch-Site", "cross-site"))).Problem(HttpStatusCode.Forbidden).Where);
        await host.AuditedAsync(1);
        await host.AskAsync(body: Change, path: preview);
        await host.AuditedAsync(2);
        host.Leave();
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(Viewer, Change, preview)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.AskAsync(Operator, Change)).Status);
        var lines = await host.AuditedAsync(3);

        Assert.Equal([403, 401, 503], lines.Select(line => JsonElement.Parse(line).GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Ask_TooOften_IsRefusedByCaller()
    {
        await using var host = await WithKeysAsync(requestsPerSecond: 1);

        var refused = await TooManyAsync(host, Viewer);

        Assert.Equal("1 a second, 4 at once", refused.Problem(HttpStatusCode.TooManyRequests).Expected);
        Assert.InRange(int.Parse(refused.Header("Retry-After")!), 1, 10);
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(Operator)).Status);
        // Strangers are told apart by their address.
        await TooManyAsync(host, "guess");
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(Operator)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(path: "/health/live")).Status);
    }

    static string IdOf(JsonElement line) => line.GetProperty("id").GetString()!;

    static async Task<Answer> TooManyAsync(DoorHost host, string key)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!patience.IsCancellationRequested)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.AskAsync(key)));
            if (answers.FirstOrDefault(answer => answer.Status is HttpStatusCode.TooManyRequests) is { } refused) return refused;
        }

        throw new TimeoutException("Nothing was refused.");
    }

    static Task<DoorHost> WithKeysAsync(int requestsPerSecond = 1000) => DoorHost.StartAsync((settings, folder) =>
    {
        var file = Path.Combine(folder, "keys");
        File.WriteAllLines(file, [KeysFile.LineOf("ada", Role.Operator, Operator), KeysFile.LineOf("wall", Role.Viewer, Viewer)]);
        return settings with { KeysFile = file, RequestsPerSecond = requestsPerSecond };
    });
}
