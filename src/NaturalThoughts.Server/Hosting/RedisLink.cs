using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Hosting;

/// <summary>Connects to Redis.</summary>
static class RedisLink
{
    /// <summary>A connection that mends itself from here on, or why there is none.</summary>
    public static async Task<Checked<IConnectionMultiplexer>> OpenAsync(RedisSettings settings)
    {
        var options = settings.Options.Clone();
        // A server that is not there at the start is said at once; one that goes later comes back.
        options.AbortOnConnectFail = true;
        try
        {
            return new(await ConnectionMultiplexer.ConnectAsync(options));
        }
        catch (RedisConnectionException error)
        {
            return new([new Problem($"Redis cannot be reached: {Why(error)}.", settings.ToString(),
                Fix: "See that it runs, that the address, the user and the password are right, and whether it wants TLS (`Redis:Tls`).")]);
        }
    }

    // The text goes on over the client's inner state.
    static string Why(RedisConnectionException error) => error.FailureType switch
    {
        ConnectionFailureType.AuthenticationFailure => "it refuses the user or the password",
        ConnectionFailureType.UnableToConnect or ConnectionFailureType.SocketFailure => "nobody answers there",
        var type => $"{type}",
    };
}
