using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Api;

/// <summary>A request cannot be answered.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="problems">Why.</param>
sealed class ProblemsException(int status, ImmutableArray<Problem> problems) : Exception(problems[0].ToString())
{
    public int Status => status;

    public ImmutableArray<Problem> Problems => problems;
}
