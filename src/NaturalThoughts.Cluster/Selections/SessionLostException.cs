namespace NaturalThoughts.Cluster.Selections;

/// <summary>A shard moved or restarted in the middle of what was done with a session, and its snapshot is gone: do it again.</summary>
[GenerateSerializer, Alias("nt.SessionLostException")]
public sealed class SessionLostException() : Exception("A shard moved or restarted in the middle of a selection: select again.");
