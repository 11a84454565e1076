using System.Collections.Immutable;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>Stands before the commits of all shards: holds them up, counts them, or has them fail.</summary>
/// <param name="around">Called with the facts instead of the commit, and with the commit.</param>
sealed class CommitFilter(Func<ImmutableArray<Fact>, Func<Task>, Task> around) : IIncomingGrainCallFilter
{
    /// <summary>One that sees those commits only that have a response.</summary>
    public static CommitFilter OfResponses(Func<Func<Task>, Task> around) =>
        new((facts, commit) => facts.OfType<ResponseFact>().Any() ? around(commit) : commit());

    public Task Invoke(IIncomingGrainCallContext context) => context.InterfaceMethod.Name == nameof(ISelectionShardGrain.Commit)
        ? around((ImmutableArray<Fact>)context.Request.GetArgument(0)!, context.Invoke)
        : context.Invoke();
}
