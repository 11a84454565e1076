using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Data.Log.Verification;

/// <summary>What a verification of a run's logs found.</summary>
/// <param name="Logs">Each log, the control log first.</param>
/// <param name="Problems">All that is wrong.</param>
public sealed record VerificationReport(ImmutableArray<VerifiedLog> Logs, ImmutableArray<Problem> Problems)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Sound => Problems.IsEmpty;
}

/// <summary>One log as it was found.</summary>
/// <param name="Name">Its folder in the run's.</param>
/// <param name="Last">The highest number; 0: the log is empty.</param>
/// <param name="Entries">Facts, or entries of the control log, that could be read, each counted once.</param>
/// <param name="Files">Files of single commits.</param>
/// <param name="Ranges">Files of compacted ranges.</param>
/// <param name="Covered">Of both, files that a wider range covers: they go when their time of grace is over.</param>
/// <param name="Bytes">Bytes of all files.</param>
public sealed record VerifiedLog(string Name, int Last, long Entries, int Files, int Ranges, int Covered, long Bytes);
