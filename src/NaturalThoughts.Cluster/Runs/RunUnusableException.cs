using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>A run that is there cannot be opened: its spec or something the spec names no longer reads.</summary>
public sealed class RunUnusableException(Problem problem) : Exception(problem.ToString())
{
    /// <summary>What stands in the way.</summary>
    public Problem Problem => problem;
}
