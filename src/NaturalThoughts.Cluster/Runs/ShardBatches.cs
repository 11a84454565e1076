using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Facts on their way to the shards: collected by shard, sent in batches, one commit of a shard under way at a time, so that a
/// slow disk slows the reader.</summary>
sealed class ShardBatches(IGrainFactory grains, RunContext run)
{
    // A batch becomes a segment: fewer of them, fewer files to sync.
    const int BatchFacts = 1024;

    // With 64 shards, of each a batch that fills and one that is committed: 256 MiB of text at most, and a message stays far below its
    // bound.
    const long BatchChars = 1 << 20;

    readonly Batch[] _pending = [.. Enumerable.Range(0, run.Spec.Shards).Select(_ => new Batch())];
    readonly Task[] _commits = [.. Enumerable.Repeat(Task.CompletedTask, run.Spec.Shards)];

    /// <summary>Adds facts of one question.</summary>
    public async Task AddAsync(QuestionId owner, IEnumerable<Fact> facts)
    {
        var shard = owner.Shard(run.Spec.Shards);
        foreach (var fact in facts)
        {
            _pending[shard].Add(fact);
            if (_pending[shard].IsFull) await SendAsync(shard);
        }
    }

    /// <summary>Sends what is left and waits until all is durable.</summary>
    public async Task FlushAsync()
    {
        for (var shard = 0; shard < _pending.Length; shard++)
            if (!_pending[shard].IsEmpty) await SendAsync(shard);
        await Task.WhenAll(_commits);
    }

    async Task SendAsync(int shard)
    {
        await _commits[shard];
        _commits[shard] = grains.Shard(run.Name, shard).Commit(_pending[shard].Take());
    }

    sealed class Batch
    {
        readonly List<Fact> _facts = [];
        long _chars;

        public bool IsEmpty => _facts.Count == 0;

        public bool IsFull => _facts.Count >= BatchFacts || _chars >= BatchChars;

        public void Add(Fact fact)
        {
            _facts.Add(fact);
            _chars += fact switch
            {
                IntakeFact { Question: { } question } => question.Text.Length + (question.Reference?.Length ?? 0),
                ResponseFact { Response: var response } => response.Chars,
                EmbeddingFact embedding => embedding.Vector.Length,
                _ => 0,
            };
        }

        public ImmutableArray<Fact> Take()
        {
            ImmutableArray<Fact> facts = [.. _facts];
            _facts.Clear();
            _chars = 0;
            return facts;
        }
    }
}
