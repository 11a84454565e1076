namespace NaturalThoughts.Cluster.Budgets;

/// <summary>What a shard has of its run's budget, and what it waits for.</summary>
[GenerateSerializer, Immutable, Alias("nt.TokenNeed")]
public sealed record TokenNeed
{
    /// <summary>Tokens generated for its questions: a fold over its log.</summary>
    [Id(0)] public long Spent { get; init; }

    /// <summary>Tokens set aside for responses under way.</summary>
    [Id(1)] public long Reserved { get; init; }

    /// <summary>Tokens that the waiting question wants which wants least; 0 where none waits.</summary>
    [Id(2)] public long First { get; init; }

    /// <summary>Tokens that all wait for.</summary>
    [Id(3)] public long Wanted { get; init; }

    /// <summary>Whether it was started and nothing is under way but what waits for tokens.</summary>
    [Id(4)] public bool Idle { get; init; }
}
