namespace NaturalThoughts.Core.Specs;

/// <summary>How questions are put into clusters.</summary>
public sealed record ClustersSpec
{
    /// <summary>Most clusters a spec can ask for.</summary>
    public const int MostClusters = 10_000;

    /// <summary>How many clusters; fewer where there are fewer different questions.</summary>
    public int K { get; init; } = 1000;

    /// <summary>Seed of all chance.</summary>
    public ulong Seed { get; init; }

    /// <summary>What makes vectors of questions.</summary>
    public Embedder Embedder { get; init; }
}

/// <summary>What makes vectors of questions.</summary>
public enum Embedder
{
    /// <summary>The built-in one, which knows words and not their meaning.</summary>
    Lexical,

    /// <summary>The model in the role <c>embedder</c>.</summary>
    Model,
}
