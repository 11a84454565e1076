using System.Collections.Immutable;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Data.Log.Compaction;

/// <summary>What a compaction did.</summary>
/// <param name="Published">Ranges it put there.</param>
/// <param name="Deleted">Files it removed, because a range covers them.</param>
/// <param name="Waiting">Files that a range covers and that are there still: in their time of grace, or held by a reader.</param>
public sealed record CompactionReport(ImmutableArray<SegmentRange> Published, int Deleted, int Waiting);
