using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cli.Remote;

/// <summary>The server cannot be asked, or refuses.</summary>
/// <param name="problems">Why.</param>
/// <param name="exitCode">What the command ends with.</param>
sealed class ServerProblem(ImmutableArray<Problem> problems, int exitCode = ExitCode.Failed) : Exception(problems[0].ToString())
{
    public ImmutableArray<Problem> Problems => problems;

    public int ExitCode => exitCode;
}
