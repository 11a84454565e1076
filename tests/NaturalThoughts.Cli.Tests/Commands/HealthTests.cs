using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NaturalThoughts.Cli.Tests.Commands;

[Collection(nameof(CommandTests))]
public sealed class HealthTests
{
    const string NotReady = """
        {"status": "not ready", "checks": [
          {"name": "redis", "ok": false, "reason": "Redis does not answer."},
          {"name": "root", "ok": true, "reason": "/runs takes commits."},
          {"name": "silo", "ok": false, "reason": "It leaves."}]}
        """;

    [Fact]
    public async Task Health_ServerThatIsReady_IsExitCode0() =>
        (await AskAsync(200, """{"status": "ok", "checks": [{"name": "silo", "ok": true, "reason": "It is active."}]}""")).Prints("ready");

    [Fact]
    public async Task Health_ServerThatIsNot_SaysTheReasonOfEachCheckThatFails()
    {
        var outcome = await AskAsync(503, NotReady);

        outcome.Refuses(1, "redis: The server is not ready: Redis does not answer.", "silo: The server is not ready: It leaves.");
        Assert.DoesNotContain("takes commits", outcome.Error);
    }

    [Fact]
    public async Task Health_AsJson_IsAllThatTheServerSays()
    {
        var outcome = await AskAsync(503, NotReady, "--json");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(3, outcome.Json.GetProperty("checks").GetArrayLength());
    }

    [Theory]
    [InlineData(404, "nothing here")]
    [InlineData(200, "{}")]
    public async Task Health_WhatIsNoServer_IsExitCode1(int status, string body) =>
        (await AskAsync(status, body)).Refuses(1, "says nothing of its readiness");

    [Fact]
    public async Task Health_NobodyThere_IsExitCode1() =>
        (await Outcome.OfAsync("health", "--server", "http://127.0.0.1:1")).Refuses(1, "The server does not answer");

    [Fact]
    public async Task Health_NoAddress_IsExitCode2() => (await Outcome.OfAsync("health", "--server", "there")).Refuses(2, "is no server");

    static async Task<Outcome> AskAsync(int status, string body, params string[] options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // What it logs would stand in what the command says.
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var type = body.StartsWith('{') ? "application/json" : "text/plain";
        server.MapGet("/health/ready", () => Results.Text(body, type, statusCode: status));
        await server.StartAsync(TestContext.Current.CancellationToken);
        return await Outcome.OfAsync(["health", "--server", server.Urls.Single(), .. options]);
    }
}
