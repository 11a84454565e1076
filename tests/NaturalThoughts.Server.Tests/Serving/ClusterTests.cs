using System.Net;
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
        using var second = await MemberAsync(redis);

        // Asked at one, worked on by both: what the other one's models say counts, too.
        var curated = await first.CommandAsync("curate", Repository.Quickstart);
        Assert.True(curated.ExitCode == 0, curated.Said + first.Program.Said);
        using var seen = await second.AskAsync(HttpMethod.Get, "runs/quickstart");
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);

        await redis.FlushAsync();

        foreach (var member in new[] { first, second })
        {
            Assert.Equal(1, await member.Program.EndAsync());
            Assert.Single(member.Program.Said.Split('\n'), line => line.Contains(" crit: ", StringComparison.Ordinal));
            Assert.Contains("is no member of its cluster any more", member.Program.Said, StringComparison.Ordinal);
            Assert.DoesNotContain(RedisServer.Password, member.Program.Said, StringComparison.Ordinal);
        }
    }

    static Task<ServeProcess> MemberAsync(RedisServer redis, string root) => ServeProcess.StartAsync(
        root, new Dictionary<string, string> { ["NATURALTHOUGHTS__Redis__Password"] = RedisServer.Password },
        "--redis", $"127.0.0.1:{redis.Port}", "--set", "Silo:Port=0", "--set", "Silo:GatewayPort=0", "--set", "Silo:Address=127.0.0.1",
        "--set", "Drain:Grace=2s");

    Task<ServeProcess> MemberAsync(RedisServer redis) => MemberAsync(redis, Root);
}
