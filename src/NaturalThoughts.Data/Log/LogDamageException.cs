using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Data.Log;

/// <summary>
/// A file of the log is not what a commit leaves behind: truncated, altered, missing or foreign. Nothing was skipped and nothing was
/// deleted.
/// </summary>
[GenerateSerializer, Alias("nt.LogDamageException")]
public sealed class LogDamageException : IOException
{
    /// <summary>Damage: which file, what is wrong with it, what to do.</summary>
    public LogDamageException(Problem problem, Exception? cause = null) : base(problem.ToString(), cause) => Problem = problem;

    /// <summary>Which file, what is wrong with it, what to do.</summary>
    [Id(0)] public Problem Problem { get; }

    internal static LogDamageException Altered(string file, string what, int? line = null, Exception? cause = null) => new(
        new Problem(
            what,
            file,
            line,
            Fix: "The file was altered after it was committed: restore it from a backup or a snapshot of the file system. " +
                "Without one, later facts can only be kept by a person who decides what to lose."),
        cause);
}
