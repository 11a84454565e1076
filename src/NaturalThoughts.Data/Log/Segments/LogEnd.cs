namespace NaturalThoughts.Data.Log.Segments;

/// <summary>The end of a shard's log at some moment; what comes before it never changes.</summary>
/// <param name="Last">Number of the last segment; 0: there is none.</param>
/// <param name="Commit">The id of its commit.</param>
public readonly record struct LogEnd(int Last, Guid Commit);
