using System.Collections.Immutable;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Tests.Clusters;

/// <summary>Vectors in memory, in any number of parts and any order.</summary>
/// <param name="parts">The parts.</param>
sealed class LocalVectors(params ImmutableArray<LocalVectors.Entry>[] parts) : IVectorPool
{
    ClusterTally[] _tallies = [];

    /// <summary>Where each question went last.</summary>
    public Dictionary<QuestionId, int> Nearest { get; } = [];

    /// <summary>The inertia of each pass.</summary>
    public List<long> Inertias { get; } = [];

    public Task<ImmutableArray<ulong>> LowestHashesAsync(ulong seed, int most, CancellationToken cancellation) => Task.FromResult(
        parts.SelectMany(part => part).Select(entry => SeededHash.Of(seed, entry.Question.Value)).Order().Take(most).ToImmutableArray());

    public Task<VectorSample> SampleAsync(ulong seed, ulong highest, CancellationToken cancellation) =>
        Task.FromResult(VectorSample.Merge(seed, [.. parts.Select(part =>
        {
            var low = part.Where(entry => SeededHash.Of(seed, entry.Question.Value) <= highest).ToList();
            return new VectorSample([.. low.Select(entry => entry.Question)], [.. low.SelectMany(entry => entry.Vector)]);
        })]));

    public Task<ClusterRound> AssignAsync(Centroids centroids, CancellationToken cancellation)
    {
        _tallies = [.. parts.Select(_ => new ClusterTally(centroids))];
        foreach (var (part, tally) in parts.Zip(_tallies))
            foreach (var tile in part.Chunk(ClusterTally.Tile))
                foreach (var (entry, cluster) in tile.Zip(tally.Add(tile.SelectMany(entry => entry.Vector).ToArray()).ToArray()))
                    Nearest[entry.Question] = cluster;
        var round = _tallies.Select(tally => tally.Round).Aggregate((left, right) => left + right);
        Inertias.Add(round.Inertia);
        return Task.FromResult(round);
    }

    public Task<ClusterSums> SumsAsync(int first, int count, CancellationToken cancellation) =>
        Task.FromResult(_tallies.Select(tally => tally.Sums(first, count)).Aggregate((left, right) => left + right));

    public sealed record Entry(QuestionId Question, ImmutableArray<short> Vector);
}
