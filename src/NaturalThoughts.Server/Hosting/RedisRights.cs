using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Hosting;

/// <summary>Whether Redis does for the table of members what a silo asks. Orleans would try for half a minute and name no reason.</summary>
static class RedisRights
{
    const string Version = "Version";

    /// <summary>What it does not do; null: nothing.</summary>
    public static async Task<Problem?> RefusedAsync(IConnectionMultiplexer redis, ClusterSettings cluster)
    {
        // The name Orleans gives its table.
        RedisKey members = $"{cluster.Service}/members/{cluster.Id}";
        var refused = new List<string>();
        foreach (var (command, arguments) in Trials(members))
            switch (await ErrorAsync(redis.GetDatabase(), command, arguments))
            {
                case null:
                    break;
                case var error when error.StartsWith("NOPERM", StringComparison.Ordinal):
                    refused.Add(command);
                    break;
                case var error:
                    return new($"Redis refuses {command}: {error}");
            }

        return refused.Count == 0 ? null : new(
            $"Redis does not let the user do what a cluster needs: {string.Join(", ", refused)} on `{members}`.",
            Fix: $"Have it granted: `ACL SETUSER USER ~{members} {Grants(members)} +ping +echo`.");
    }

    static string Grants(RedisKey members) => string.Join(' ', Trials(members).Select(trial => $"+{trial.Command.ToLowerInvariant()}"));

    // They leave the table as it is, or as the silo makes it next. A value that is missing is seen after the rights.
    static (string Command, object[] Arguments)[] Trials(RedisKey members) =>
    [
        ("HGETALL", [members]), ("HGET", [members, Version]), ("HMGET", [members, Version]), ("HEXISTS", [members, Version]),
        ("HSET", [members, Version, "0", "without a value"]), ("HSETNX", [members, Version, "0"]), ("HDEL", [members, "nobody"]),
        ("EVAL", ["return 0", 1, members]),
    ];

    static async Task<string?> ErrorAsync(IDatabase redis, string command, object[] arguments)
    {
        try
        {
            await redis.ExecuteAsync(command, arguments, CommandFlags.DemandMaster);
            return null;
        }
        catch (RedisServerException error)
        {
            return error.Message.StartsWith("ERR wrong number of arguments", StringComparison.Ordinal) ? null : error.Message;
        }
    }
}
