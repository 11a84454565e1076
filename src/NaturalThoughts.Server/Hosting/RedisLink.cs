using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Hosting;

/// <summary>Connects to Redis.</summary>
static class RedisLink
{
    static readonly TimeSpan LookPatience = TimeSpan.FromSeconds(2);

    /// <summary>A connection that mends itself from here on and may do what the cluster needs, or why there is none.</summary>
    public static async Task<Checked<IConnectionMultiplexer>> OpenAsync(RedisSettings settings, ClusterSettings cluster)
    {
        var options = settings.Options.Clone();
        // A server that is not there at the start is said at once; one that goes later comes back.
        options.AbortOnConnectFail = true;
        try
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(options);
            if (await RedisRights.RefusedAsync(redis, cluster) is not { } refused) return new(redis);
            await redis.DisposeAsync();
            return new([refused with { Where = settings.ToString() }]);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            var (why, fix) = await ReasonAsync(error, options);
            return new([new Problem($"Redis cannot be used: {why}.", settings.ToString(), Fix: fix)]);
        }
    }

    // The client's own text goes on over its inner state, and calls every failure before the first answer one of authentication.
    static async Task<(string Why, string Fix)> ReasonAsync(Exception error, ConfigurationOptions options) => error.InnerException switch
    {
        RedisServerException refusal when refusal.Message.Contains("NOAUTH", StringComparison.Ordinal) =>
            ("it wants a password", "Set `Redis:PasswordFile`, and `Redis:User` where the password is of a user."),
        RedisServerException => ("it refuses the user or the password",
            "Correct `Redis:User` and `Redis:PasswordFile`; sentinels must know them, too."),
        AuthenticationException tls => ($"its certificate is not accepted: {tls.Message.TrimEnd('.')}",
            "Name the authority that signed it in `Redis:CaFile`, and the host as the certificate names it."),
        _ when !await ListensAsync(options) => ("nobody answers there", "See that it runs and that the address is right."),
        _ when options.ServiceName is { } service => ($"no sentinel there leads to a primary of `{service}` that answers",
            "Correct `serviceName=`, and see that this machine reaches the address sentinels give."),
        _ => ($"something listens there, but does not answer as Redis does{(options.Ssl ? " over TLS" : "")}",
            "See whether that port speaks TLS (`Redis:Tls`) and wants a certificate of this side (`Redis:CertificateFile`), "
            + "and that the user may PING and ECHO."),
    };

    static async Task<bool> ListensAsync(ConfigurationOptions options)
    {
        using var patience = new CancellationTokenSource(LookPatience);
        return (await Task.WhenAll(options.EndPoints.Select(endpoint => ListensAsync(endpoint, patience.Token)))).Contains(true);
    }

    static async Task<bool> ListensAsync(EndPoint endpoint, CancellationToken patience)
    {
        const int sentinel = 26379;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(
                endpoint is DnsEndPoint { Port: 0, Host: var host } ? new DnsEndPoint(host, sentinel) : endpoint, patience);
            return true;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
