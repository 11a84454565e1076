using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>What packed entries name by number.</summary>
sealed class EntryCodes
{
    /// <summary>Plans of seals.</summary>
    public CodeBook<Digest> Plans { get; } = new();

    /// <summary>Reasons of failures.</summary>
    public CodeBook<string> Reasons { get; } = new();
}
