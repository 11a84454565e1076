namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>A shard moved or restarted in the middle of a cleaning, and what it had read is gone: clean again.</summary>
[GenerateSerializer, Alias("nt.CleaningInterruptedException")]
public sealed class CleaningInterruptedException() : Exception("A shard moved or restarted in the middle of a cleaning.");
