using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Tells what the surroundings did from what is a defect of the program.</summary>
static class KnownTrouble
{
    /// <summary>What to say about an exception that the surroundings caused; null for a defect.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="where">What was worked on, for exceptions that do not say it.</param>
    public static Problem? Of(Exception error, string where) => error switch
    {
        StorageException storage => storage.Problem,
        LogDamageException damage => damage.Problem,
        RunUnusableException unusable => unusable.Problem,
        AggregateException { InnerExceptions: [var first, ..] } => Of(first, where),
        { InnerException: { } inner } when Of(inner, where) is { } known => known,
        _ when StorageException.Explains(error) => StorageException.Of("go on", where, error).Problem,
        _ => null,
    };
}
