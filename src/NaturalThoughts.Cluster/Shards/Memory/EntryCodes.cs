using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>What packed entries name by number.</summary>
/// <param name="table">The table their rows are in.</param>
sealed class EntryCodes(FeatureTable table)
{
    /// <summary>Plans of seals, and rules of cleaning.</summary>
    public CodeBook<Digest> Plans { get; } = new();

    /// <summary>Writes all of it to an image, or reads it from one.</summary>
    public void Exchange(MemoryImage image)
    {
        Plans.Exchange(image, image.Same);
        Reasons.Exchange(image, reason => image.Text(reason ?? ""));
    }

    /// <summary>The trace of a row.</summary>
    public TraceId Trace(int row) => table.Trace(row);

    /// <summary>Reasons of failures and removals.</summary>
    public CodeBook<string> Reasons { get; } = new();
}
