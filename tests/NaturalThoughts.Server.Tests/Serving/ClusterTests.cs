using System.Net;
using System.Text.Json;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Serving;

public sealed class ClusterTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-cluster-");

    string Root => Path.Combine(_folder.FullName, "runs");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Serve_TwoOnOneRedis_WorkTogetherUntilTheMembershipIsGone()
    {
        using var redis = await RedisServer.StartAsync();
        using var first = await MemberAsync(redis);
        var alone = Assert.Single(await SilosAsync(first)).Key;
        using var second = await MemberAsync(redis);

        // Asked at one, worked on by both: what the other one's models say counts, too.
        var curated = await first.CommandAsync("curate", Repository.Quickstart);
        Assert.True(curated.ExitCode == 0, curated.Said + first.Program.Said);
        using var seen = await second.AskAsync(HttpMethod.Get, "runs/quickstart");
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);

        await KillAsync(first, second, alone);
        using var third = await MemberAsync(redis);
        await redis.FlushAsync();

        foreach (var member in new[] { first, third })
        {
            Assert.Equal(1, await member.Program.EndAsync());
            Assert.Single(member.Program.Said.Split('\n'), line => line.Contains(" crit: ", StringComparison.Ordinal));
            Assert.Contains("is no member of its cluster any more", member.Program.Said, StringComparison.Ordinal);
            Assert.DoesNotContain(RedisServer.Password, member.Program.Said, StringComparison.Ordinal);
        }
    }

    // Both name both, and the run's endpoint at one of them; the one that is killed does not answer until the members know that it is gone.
    static async Task KillAsync(ServeProcess first, ServeProcess second, string firstSilo)
    {
        // A machine that is busy may keep one of them waiting for a moment.
        var both = await second.Program.UntilAsync(async () => await SilosAsync(second) is { Count: 2 } two
            && two.Values.All(silo => silo.GetProperty("state").GetString() == "works") ? two : null);
        Assert.Equal(both.Keys, (await SilosAsync(first)).Keys);
        Assert.All(both.Values, silo => Assert.NotEmpty(silo.GetProperty("report").GetProperty("version").GetString()!));
        Assert.Equal("quickstart", Assert.Single(both.Values.SelectMany(
            silo => silo.GetProperty("report").GetProperty("endpoints").EnumerateArray())).GetProperty("run").GetString());
        var secondSilo = Assert.Single(both.Keys, silo => silo != firstSilo);

        second.Program.Signal(CommandProcess.Kill);
        await second.Program.EndAsync();
        var silent = 0;
        await first.Program.UntilAsync(async () =>
        {
            var left = await SilosAsync(first);
            if (!left.TryGetValue(secondSilo, out var killed)) return left;
            Assert.Equal("does_not_answer", killed.GetProperty("state").GetString());
            Assert.NotEmpty(killed.GetProperty("why").GetString()!);
            silent++;
            return null;
        });
        Trial.Say($"The killed silo was named as one that does not answer {silent} times.");
        Assert.Equal([firstSilo], (await SilosAsync(first)).Keys);
    }

    static async Task<SortedDictionary<string, JsonElement>> SilosAsync(ServeProcess member)
    {
        using var answer = await member.AskAsync(HttpMethod.Get, "silos");
        var page = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.IsSuccessStatusCode, page.GetRawText());
        return new(page.GetProperty("items").EnumerateArray().ToDictionary(silo => silo.GetProperty("silo").GetString()!), StringComparer.Ordinal);
    }

    static Task<ServeProcess> MemberAsync(RedisServer redis, string root) => ServeProcess.StartAsync(
        root, new Dictionary<string, string> { ["NATURALTHOUGHTS__Redis__Password"] = RedisServer.Password },
        "--redis", $"127.0.0.1:{redis.Port}", "--set", "Silo:Port=0", "--set", "Silo:GatewayPort=0", "--set", "Silo:Address=127.0.0.1",
        "--set", "Drain:Grace=2s");

    Task<ServeProcess> MemberAsync(RedisServer redis) => MemberAsync(redis, Root);
}
