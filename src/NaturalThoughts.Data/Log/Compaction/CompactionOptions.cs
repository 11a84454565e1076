namespace NaturalThoughts.Data.Log.Compaction;

/// <summary>What is compacted, and when what was compacted goes.</summary>
public sealed record CompactionOptions
{
    /// <summary>
    /// How long the files that a range covers stay beside it. Readers of other processes find the range without; it is there for
    /// copies of the folder that are being made and have the range not yet.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Most bytes of the 64 files that become a wider range. Commits become a range of 64 whatever their size, for its columns; merging
    /// ranges saves nothing but files, and files of 4 MiB and more are no burden to anybody.
    /// </summary>
    public long MergeBytes { get; init; } = 256 << 20;
}
