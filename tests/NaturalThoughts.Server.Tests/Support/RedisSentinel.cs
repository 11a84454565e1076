using StackExchange.Redis;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>A sentinel of a test's own, alone with its vote.</summary>
sealed class RedisSentinel : IDisposable
{
    public const string Service = "trial";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-sentinel-");
    readonly CommandProcess _program;

    RedisSentinel(int primary)
    {
        var settings = Path.Combine(_folder.FullName, "sentinel.conf");
        File.WriteAllLines(settings,
        [
            $"port {Port}", "bind 127.0.0.1", $"sentinel monitor {Service} 127.0.0.1 {primary} 1",
            $"sentinel auth-pass {Service} {RedisServer.Password}", $"sentinel down-after-milliseconds {Service} 1000",
            $"sentinel failover-timeout {Service} 3000",
        ]);
        _program = CommandProcess.Start("redis-server", _folder.FullName, new Dictionary<string, string>(), settings, "--sentinel");
    }

    public int Port { get; } = RedisServer.FreePort();

    /// <summary>Starts one, and waits until it knows of a replica that has what the primary has.</summary>
    public static async Task<RedisSentinel> StartAsync(RedisServer primary)
    {
        var sentinel = new RedisSentinel(primary.Port);
        await sentinel._program.UntilAsync(async () => await sentinel.AskAsync("replicas") is [var replica]
            && (string?)replica.ToDictionary()["master-link-status"] == "ok" ? "known" : null);
        return sentinel;
    }

    /// <summary>Waits until it has made a server the primary.</summary>
    public Task PromotedAsync(RedisServer server) => _program.UntilAsync(async () =>
        await AskAsync("get-master-addr-by-name") is [_, var port] && (int)port == server.Port ? "promoted" : null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _folder.Delete(recursive: true);
    }

    async Task<RedisResult[]?> AskAsync(string what)
    {
        await using var link = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", Port } }, CommandMap = CommandMap.Sentinel, AbortOnConnectFail = false,
        });
        return link.IsConnected ? (RedisResult[]?)await link.GetServers()[0].ExecuteAsync("SENTINEL", what, Service) : null;
    }
}
