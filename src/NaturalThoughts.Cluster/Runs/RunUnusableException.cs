using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>A run that is there cannot be opened: its spec or something the spec names no longer reads.</summary>
[GenerateSerializer, Alias("nt.RunUnusableException")]
public sealed class RunUnusableException(Problem problem) : Exception(problem.ToString())
{
    /// <summary>What stands in the way.</summary>
    [Id(0)] public Problem Problem { get; } = problem;
}
