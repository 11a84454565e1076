using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Hosting;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Serving;

/// <summary>Why a silo cannot use its Redis: one problem each, without a secret.</summary>
public sealed class RedisRefusalTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-redis-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Serve_WhatThePasswordOrTheRightsDoNotAllow_IsSaid()
    {
        using var redis = await RedisServer.StartAsync();
        await redis.ExecuteAsync("ACL", "SETUSER", "reader", "on", ">hidden", "~naturalthoughts/*", "+@read", "+ping", "+echo");
        await redis.ExecuteAsync("ACL", "SETUSER", "mute", "on", ">hidden", "~*", "+hgetall");
        await redis.ExecuteAsync("ACL", "SETUSER", "elsewhere", "on", ">hidden", "~other/*", "+@all");

        await SaysAsync("it wants a password", redis.Address);
        await SaysAsync("it refuses the user or the password", redis.Address, "Redis:PasswordFile=password");
        await SaysAsync("it refuses the user or the password", redis.Address, "Redis:PasswordFile=password", "Redis:User=nobody");
        await SaysAsync("does not answer as Redis does.", redis.Address, "Redis:PasswordFile=password", "Redis:User=mute");
        var reader = await SaysAsync(": HSET, HSETNX, HDEL, EVAL on `naturalthoughts/members/naturalthoughts`.",
            redis.Address, "Redis:PasswordFile=password", "Redis:User=reader");
        Assert.Contains("~naturalthoughts/members/naturalthoughts +hgetall +hget +hmget +hexists +hset +hsetnx +hdel +eval +ping +echo",
            reader.Fix, StringComparison.Ordinal);
        await SaysAsync(": HGETALL, HGET, HMGET, HEXISTS, HSET, HSETNX, HDEL, EVAL on", redis.Address,
            "Redis:PasswordFile=password", "Redis:User=elsewhere");
        await SaysAsync("does not answer as Redis does over TLS", redis.Address, "Redis:PasswordFile=password", "Redis:Tls=true");
        await redis.ExecuteAsync("SET", "taken/members/naturalthoughts", "by another program");
        File.WriteAllText(Path.Combine(_folder.FullName, "password"), RedisServer.Password);
        await SaysAsync("Redis refuses HGETALL: WRONGTYPE", redis.Address, "Redis:PasswordFile=password", "Cluster:Service=taken");
    }

    [Fact]
    public async Task Serve_WhatTlsDoesNotAllow_IsSaid()
    {
        var (authority, port) = (new TestAuthority(_folder.FullName), RedisServer.FreePort());
        using var redis = await RedisServer.StartAsync(authority.Redis(port, wantsCertificate: true));
        string[] own =
            [$"Redis:CertificateFile={authority.CertificateFile}", $"Redis:KeyFile={authority.KeyFile}", "Redis:PasswordFile=password"];
        string[] trusting = ["Redis:Tls=true", $"Redis:CaFile={authority.CaFile}"];
        File.WriteAllText(Path.Combine(_folder.FullName, "password"), RedisServer.Password);

        await SaysAsync("does not answer as Redis does.", $"localhost:{port}", "Redis:PasswordFile=password");
        await SaysAsync("its certificate is not accepted: The remote certificate is invalid because of errors in the certificate chain",
            $"localhost:{port}", ["Redis:Tls=true", .. own]);
        await SaysAsync("RemoteCertificateNameMismatch", $"localhost:{port},sslHost=other.example", [.. trusting, .. own]);
        await SaysAsync("does not answer as Redis does over TLS", $"localhost:{port}", [.. trusting, "Redis:PasswordFile=password"]);
    }

    [Fact]
    public async Task Serve_SentinelsThatDoNotKnowTheService_IsSaid()
    {
        using var primary = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        using var sentinel = await RedisSentinel.StartAsync(primary);

        await SaysAsync("no sentinel there leads to a primary of `other` that answers", $"127.0.0.1:{sentinel.Port},serviceName=other");
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("there-is-no-such-host.invalid:6379")]
    [InlineData("127.0.0.1:1,serviceName=any")]
    public Task Serve_NobodyThere_IsSaid(string connection) => SaysAsync("nobody answers there", connection);

    async Task<Problem> SaysAsync(string words, string connection, params string[] settings)
    {
        var password = Path.Combine(_folder.FullName, "password");
        if (!File.Exists(password)) File.WriteAllText(password, "hidden");
        var told = new ServeConfiguration
        {
            Folder = _folder.FullName, Environment = ImmutableDictionary<string, string>.Empty,
            Assignments = [$"Redis:Connection={connection},connectTimeout=2000,connectRetry=1", .. settings],
        };
        var configuration = told.Read().Value!;
        var read = ServeSettingsReader.Read(configuration, _folder.FullName);
        Assert.True(read.Ok, string.Join('\n', read.Problems));
        var problem = await ServeHost.RunAsync(
            read.Value, configuration, verbose: false, _ => Assert.Fail("It serves."), TestContext.Current.CancellationToken);
        Assert.Contains(words, problem!.What, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(RedisServer.Password, problem.ToString(), StringComparison.Ordinal);
        return problem;
    }
}
