using System.Net;
using NaturalThoughts.Server.Tests.Support;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Tests.Serving;

/// <summary>Redis as it is found: with users, over TLS, behind sentinels, as a cluster.</summary>
public sealed class RedisTests : IDisposable
{
    const string Members = "naturalthoughts/members/trial";
    const string Rights = "+hgetall +hget +hmget +hexists +hset +hsetnx +hdel +eval +ping +echo";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-redis-");
    readonly List<ServeProcess> _members = [];

    public void Dispose()
    {
        foreach (var member in _members) member.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Serve_UserWithTheDocumentedRights_FormsACluster()
    {
        using var redis = await RedisServer.StartAsync();
        var documented = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        Assert.Contains($"~naturalthoughts/members/naturalthoughts {Rights}", documented, StringComparison.Ordinal);
        await GrantAsync(redis, Rights);

        await JoinAsync(2, redis.Address, "Redis:User=silo");

        await WorkTogetherAsync(redis, 2);
    }

    [Fact]
    public async Task Serve_TlsWithCertificatesOnBothSides_FormsACluster()
    {
        var (authority, port) = (new TestAuthority(_folder.FullName), RedisServer.FreePort());
        using var redis = await RedisServer.StartAsync(authority.Redis(port, wantsCertificate: true));

        await JoinAsync(2, $"localhost:{port}", "Redis:Tls=true", $"Redis:CaFile={authority.CaFile}",
            $"Redis:CertificateFile={authority.CertificateFile}", $"Redis:KeyFile={authority.KeyFile}");

        await WorkTogetherAsync(redis, 2);
    }

    [Fact]
    public async Task Serve_PrimaryBehindSentinelsDies_StaysAClusterThatOthersJoin()
    {
        using var primary = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        using var sentinel = await RedisSentinel.StartAsync(primary);
        var connection = $"127.0.0.1:{sentinel.Port},serviceName={RedisSentinel.Service}";
        foreach (var server in new[] { primary, replica }) await GrantAsync(server, Rights + " +info");
        await JoinAsync(2, connection, "Redis:User=silo");

        await primary.KillAsync();
        await sentinel.PromotedAsync(replica);
        await JoinAsync(1, connection, "Redis:User=silo");

        await WorkTogetherAsync(replica, 3);
    }

    [Fact]
    public async Task Serve_RedisInClusterMode_FormsACluster()
    {
        using var redis = await RedisServer.StartAsync("--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1");
        await redis.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
        await redis.UntilAsync("cluster_state:ok", "CLUSTER", "INFO");

        await GrantAsync(redis, Rights + " +cluster|nodes");

        await JoinAsync(2, redis.Address, "Redis:User=silo");

        await WorkTogetherAsync(redis, 2);
    }

    static Task GrantAsync(RedisServer redis, string rights) =>
        redis.ExecuteAsync("ACL", ["SETUSER", "silo", "on", $">{RedisServer.Password}", $"~{Members}", .. rights.Split(' ')]);

    async Task JoinAsync(int silos, string connection, params string[] settings)
    {
        string[] all = ["Cluster:Id=trial", "Silo:Port=0", "Silo:GatewayPort=0", "Silo:Address=127.0.0.1", "Drain:Grace=2s", .. settings];
        _members.AddRange(await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => ServeProcess.StartAsync(
            Path.Combine(_folder.FullName, "runs"),
            new Dictionary<string, string> { ["NATURALTHOUGHTS__Redis__Password"] = RedisServer.Password },
            ["--redis", connection, .. all.SelectMany(setting => (string[])["--set", setting])]))));
    }

    // They are one cluster when all of them stand in the same table.
    async Task WorkTogetherAsync(RedisServer redis, int silos)
    {
        var curated = await _members[0].CommandAsync("curate", Repository.Quickstart);
        Assert.True(curated.ExitCode == 0, curated.Said + _members[0].Program.Said);
        var rows = ((RedisResult[])(await redis.ExecuteAsync("HVALS", Members))!).Select(row => $"{row}");
        Assert.Equal(silos, rows.Count(row => row.Contains("\"Status\":3", StringComparison.Ordinal)));
        foreach (var member in _members)
        {
            await member.Program.UntilAsync(async () => (await member.HealthAsync("ready")).Status is HttpStatusCode.OK ? "ready" : null);
            Assert.DoesNotContain(RedisServer.Password, member.Program.Said, StringComparison.Ordinal);
        }
    }
}
