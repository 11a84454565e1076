using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Cluster.Selections;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Failures of calls that say nothing about what was asked: a silo died, a grain moved, an answer got lost.</summary>
public static class Passing
{
    /// <summary>Whether the outcome is unknown and asking again is the thing to do: what was committed is there.</summary>
    public static bool Is(Exception error) =>
        error is TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or ObjectDisposedException
            or CleaningInterruptedException or SessionLostException
        // No silo is known to host the grain: members have just changed.
        || error.GetType() == typeof(OrleansException);
}
