using System.Collections.Immutable;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Tests.Cleaning;

/// <summary>Questions in memory, spread over shards as a run spreads them.</summary>
sealed class CleaningPool
{
    readonly Dictionary<QuestionId, (SourceRow Row, ulong[] Shingles)> _questions = [];
    readonly double _threshold;

    /// <param name="texts">Each with the row it stands in.</param>
    /// <param name="threshold">Least Jaccard similarity.</param>
    /// <param name="shingle">Words of a shingle.</param>
    public CleaningPool(IEnumerable<(string Text, SourceRow Row)> texts, double threshold, int shingle)
    {
        _threshold = threshold;
        var normal = new NormalText();
        foreach (var (text, row) in texts)
        {
            normal.Read(text, operators: true);
            var id = QuestionId.Of(text);
            if (!_questions.TryGetValue(id, out var known) || row.CompareTo(known.Row) < 0)
                _questions[id] = (row, Shingles.Of(normal, shingle));
        }
    }

    /// <summary>What the search removes.</summary>
    public Task<ImmutableArray<NearDuplicate>> RemovedAsync(int shards)
    {
        var bands = LshBands.For(_threshold);
        var all = new List<ICleaningShard>();
        for (var shard = 0; shard < shards; shard++)
            all.Add(new Shard(this, [.. _questions.Keys.Where(id => id.Shard(shards) == shard)], bands, all));
        return NearDuplicateSearch.RunAsync(all, bands.Bands, _questions.Count, _ => { }, CancellationToken.None);
    }

    /// <summary>All pairs that are near duplicates, each compared by its whole sets.</summary>
    public IEnumerable<NearPair> Pairs() =>
        from left in _questions
        from right in _questions
        where left.Key.CompareTo(right.Key) < 0 && Shingles.Jaccard(left.Value.Shingles, right.Value.Shingles) >= _threshold
        select new NearPair(left.Key, right.Key);

    /// <summary>What has to be removed: of all that hang together by such pairs, all but the lowest row.</summary>
    public ImmutableArray<NearDuplicate> Expected()
    {
        var components = _questions.Keys.ToDictionary(id => id, id => new HashSet<QuestionId> { id });
        foreach (var (left, right) in Pairs())
        {
            if (components[left] == components[right]) continue;
            components[left].UnionWith(components[right]);
            foreach (var id in components[right]) components[id] = components[left];
        }

        return
        [
            .. from id in _questions.Keys.Order()
               let kept = components[id].MinBy(other => _questions[other].Row)
               where kept != id
               select new NearDuplicate(id, kept),
        ];
    }

    sealed class Shard(CleaningPool pool, ImmutableArray<QuestionId> mine, LshBands bands, List<ICleaningShard> all) : ICleaningShard
    {
        readonly Dictionary<QuestionId, QuestionId> _labels = [];
        readonly MinHash _minHash = new(bands.Hashes);
        readonly Dictionary<QuestionId, ulong[]> _bands = [];

        public Task<BandPage> BandAsync(int band, HashPart part)
        {
            var found = mine.Where(id => pool._questions[id].Shingles.Length > 0).Select(id => (Id: id, Hash: HashOf(id, band)))
                .Where(one => part.Has(one.Hash)).ToList();
            return Task.FromResult(new BandPage(
                [.. found.Select(one => one.Hash)], [.. found.Select(one => one.Id)],
                [.. found.Select(one => _labels.GetValueOrDefault(one.Id, one.Id))]));
        }

        public Task<ShingleSets> ShinglesAsync(ImmutableArray<QuestionId> questions)
        {
            Assert.All(questions, id => Assert.Contains(id, mine));
            var sets = questions.Select(id => pool._questions[id].Shingles).ToList();
            return Task.FromResult(new ShingleSets([.. sets.Select(set => set.Length)], [.. sets.SelectMany(set => set)]));
        }

        public Task<ImmutableArray<NearPair>> JoinAsync(int band, HashPart part) => BandJoin.RunAsync(all, band, part, pool._threshold);

        public Task LabelAsync(ImmutableArray<QuestionLabel> labels)
        {
            foreach (var (question, label) in labels) _labels[question] = label;
            return Task.CompletedTask;
        }

        public Task<ImmutableArray<SourceRow>> OriginsAsync(ImmutableArray<QuestionId> questions) =>
            Task.FromResult(questions.Select(id => pool._questions[id].Row).ToImmutableArray());

        ulong HashOf(QuestionId id, int band)
        {
            if (_bands.TryGetValue(id, out var hashes)) return hashes[band];
            var signature = new ulong[_minHash.Length];
            _minHash.Sign(pool._questions[id].Shingles, signature);
            bands.Fill(signature, _bands[id] = hashes = new ulong[bands.Bands]);
            return hashes[band];
        }
    }
}
