using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Facts on their way to the shards: collected by shard, sent in batches, one commit of a shard under way at a time, so that a
/// slow disk slows the reader.</summary>
/// <param name="shards">How many shards.</param>
/// <param name="commit">Has a shard commit facts.</param>
sealed class ShardBatches(int shards, Func<int, ImmutableArray<Fact>, Task> commit)
{
    /// <summary>Most characters of text that wait, over all shards: 128 MiB. About as much may be under way.</summary>
    internal const long MostChars = 1 << 26;

    // A batch becomes a segment: fewer of them, fewer files to sync.
    const int BatchFacts = 1024;

    // A message stays far below its bound.
    const long BatchChars = 1 << 20;

    readonly Batch[] _pending = [.. Enumerable.Range(0, shards).Select(_ => new Batch())];
    readonly Task[] _commits = [.. Enumerable.Repeat(Task.CompletedTask, shards)];
    long _chars;

    /// <summary>Adds facts of one question.</summary>
    public async Task AddAsync(QuestionId owner, IEnumerable<Fact> facts)
    {
        var shard = owner.Shard(shards);
        foreach (var fact in facts)
        {
            _chars += _pending[shard].Add(fact);
            if (_pending[shard].IsFull) await SendAsync(shard);
        }

        // Of thousands of shards none may be full for long.
        while (_chars > MostChars) await SendAsync(Array.IndexOf(_pending, _pending.MaxBy(batch => batch.Chars)));
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
        _chars -= _pending[shard].Chars;
        _commits[shard] = commit(shard, _pending[shard].Take());
    }

    sealed class Batch
    {
        readonly List<Fact> _facts = [];

        public long Chars { get; private set; }

        public bool IsEmpty => _facts.Count == 0;

        public bool IsFull => _facts.Count >= BatchFacts || Chars >= BatchChars;

        public long Add(Fact fact)
        {
            _facts.Add(fact);
            var chars = fact switch
            {
                IntakeFact { Question: { } question } => question.Text.Length + (question.Reference?.Length ?? 0),
                ResponseFact { Response: var response } => response.Chars,
                EmbeddingFact embedding => embedding.Vector.Length,
                _ => 0,
            };
            Chars += chars;
            return chars;
        }

        public ImmutableArray<Fact> Take()
        {
            ImmutableArray<Fact> facts = [.. _facts];
            _facts.Clear();
            Chars = 0;
            return facts;
        }
    }
}
