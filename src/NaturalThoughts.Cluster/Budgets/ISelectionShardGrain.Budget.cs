using NaturalThoughts.Cluster.Budgets;

namespace NaturalThoughts.Cluster.Shards;

public partial interface ISelectionShardGrain
{
    /// <summary>Waits a while until the run's budget covers all missing responses of a question, and sets their tokens aside.</summary>
    /// <returns>False when it does not yet: ask again.</returns>
    /// <exception cref="OperationCanceledException">The shard is stopped.</exception>
    [Alias("Reserve")]
    Task<bool> Reserve(TokenClaims claims);

    /// <summary>Says again what is set aside for a question under way: the shard may have begun anew.</summary>
    [Alias("Hold")]
    Task Hold(TokenClaims claims);

    /// <summary>Takes back what the shard may begin and has not, and asks what it needs.</summary>
    [Alias("Withdraw")]
    Task<TokenNeed> Withdraw();

    /// <summary>Lets the shard begin responses for so many tokens more.</summary>
    [Alias("Allow")]
    Task Allow(long tokens);
}
