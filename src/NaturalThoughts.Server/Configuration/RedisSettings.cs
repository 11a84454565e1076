using System.Net;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Configuration;

/// <summary>How Redis is reached.</summary>
/// <param name="Options">All of it, secrets included.</param>
public sealed record RedisSettings(ConfigurationOptions Options)
{
    /// <summary>Its addresses: what may be printed.</summary>
    public override string ToString() => string.Join(",", Options.EndPoints.Select(TextOf)) + (Options.Ssl ? " (TLS)" : "");

    static string TextOf(EndPoint endpoint) => endpoint switch
    {
        DnsEndPoint { Port: 0, Host: var host } => host,
        DnsEndPoint named => $"{named.Host}:{named.Port}",
        _ => $"{endpoint}",
    };
}
