using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Facts on their way to the shards: collected by shard, sent in batches, one commit of a shard under way at a time, so that a slow disk slows the reader.</summary>
sealed class ShardBatches(IGrainFactory grains, RunContext run)
{
    const int BatchFacts = 256;

    readonly List<Fact>[] _pending = [.. Enumerable.Range(0, run.Spec.Shards).Select(_ => new List<Fact>(BatchFacts))];
    readonly Task[] _commits = [.. Enumerable.Repeat(Task.CompletedTask, run.Spec.Shards)];

    /// <summary>Adds facts of one question.</summary>
    public async Task AddAsync(QuestionId owner, IEnumerable<Fact> facts)
    {
        var shard = owner.Shard(run.Spec.Shards);
        _pending[shard].AddRange(facts);
        if (_pending[shard].Count >= BatchFacts) await SendAsync(shard);
    }

    /// <summary>Sends what is left and waits until all is durable.</summary>
    public async Task FlushAsync()
    {
        for (var shard = 0; shard < _pending.Length; shard++)
            if (_pending[shard].Count > 0) await SendAsync(shard);
        await Task.WhenAll(_commits);
    }

    async Task SendAsync(int shard)
    {
        await _commits[shard];
        ImmutableArray<Fact> facts = [.. _pending[shard]];
        _pending[shard].Clear();
        _commits[shard] = grains.Shard(run.Name, shard).Commit(facts);
    }
}
