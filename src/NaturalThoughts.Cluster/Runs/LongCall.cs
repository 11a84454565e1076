namespace NaturalThoughts.Cluster.Runs;

/// <summary>A call that waits for something: it returns in time to say that it is not there yet, and is made again.</summary>
static class LongCall
{
    /// <summary>How long one waits: well under the 30 s after which Orleans gives a call up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
}
