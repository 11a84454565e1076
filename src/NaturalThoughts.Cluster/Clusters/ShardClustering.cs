using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Clusters;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>A shard's part in making the clusters of one snapshot. Its vectors lie in a file, so memory holds an id and a number for each
/// question, and the sums of the clusters.</summary>
/// <param name="questions">The questions' ids, ascending.</param>
/// <param name="shard">Number of the shard.</param>
/// <param name="log">Folder of its log.</param>
sealed class ShardClustering(UInt128[] questions, int shard, string log)
{
    // Vectors of a megabyte are sent at once.
    const int PageComponents = 1 << 19;

    // Facts whose places are gathered before they are read whole, in the order of the log.
    const int FactsAtOnce = 1024;

    string _folder = "";
    VectorFile? _vectors;
    ClusterTally? _tally;

    /// <summary>Counts words.</summary>
    public async Task<ImmutableArray<int>> WordsAsync()
    {
        var counts = new int[LexicalEmbedder.Buckets];
        await foreach (var (_, text) in TextsAsync()) LexicalEmbedder.Count(text, counts);
        return ImmutableCollectionsMarshal.AsImmutableArray(counts);
    }

    /// <summary>Writes the vectors' file.</summary>
    /// <param name="order">Where, and from what.</param>
    /// <param name="request">Whose vectors stand in the log; null: the built-in embedder makes them.</param>
    /// <returns>The dimensions that occur; of several only the first are written.</returns>
    public async Task<ImmutableArray<int>> MakeAsync(VectorOrder order, Digest? request)
    {
        _folder = order.Folder;
        var weights = request is null ? new WordWeights(order.Words.AsSpan(), order.Questions) : null;
        var vectors = request is { } asked ? VectorsAsync(asked)
            : TextsAsync().Select(pair => (pair.Place, LexicalEmbedder.Of(pair.Text, weights!)));
        var dimensions = new SortedSet<int>();
        var made = 0;
        await foreach (var (place, vector) in vectors)
        {
            made++;
            dimensions.Add(vector.Length);
            _vectors ??= VectorFile.Create(VectorsPath, vector.Length, questions.Length);
            if (vector.Length == _vectors.Dimensions) _vectors.Write(place, vector);
        }

        return made == questions.Length ? [.. dimensions]
            : throw new InvalidOperationException($"The log of shard {shard} has {made} of {questions.Length} questions' vectors.");
    }

    /// <summary>The lowest seeded hashes.</summary>
    public ImmutableArray<ulong> LowestHashes(ulong seed, int most)
    {
        var hashes = Array.ConvertAll(questions, question => SeededHash.Of(seed, question));
        Array.Sort(hashes);
        return [.. hashes.AsSpan(0, Math.Min(most, hashes.Length))];
    }

    /// <summary>A page of the vectors of questions whose hash is not above one.</summary>
    public VectorSample Sample(ulong seed, ulong highest, int from)
    {
        var ids = ImmutableArray.CreateBuilder<QuestionId>();
        var components = ImmutableArray.CreateBuilder<short>();
        var vector = new short[_vectors?.Dimensions ?? 0];
        for (var place = from; place < questions.Length; place++)
        {
            if (SeededHash.Of(seed, questions[place]) > highest) continue;
            if (components.Count > 0 && components.Count + vector.Length > PageComponents) return Page(place);
            _vectors!.Read(place, vector);
            ids.Add(new(questions[place]));
            components.AddRange(vector);
        }

        return Page(-1);

        VectorSample Page(int next) => new(ids.ToImmutable(), components.ToImmutable(), next);
    }

    /// <summary>Lets each vector go to its nearest centroid.</summary>
    public ClusterRound Assign() => Assign((_, _) => { });

    /// <summary>Sums of the last <see cref="Assign()"/>.</summary>
    public ClusterSums Sums(int first, int count) => _tally!.Sums(first, count);

    /// <summary>As <see cref="Assign()"/>, and writes down who went where.</summary>
    public ClusterRound Finish()
    {
        var clusters = new ushort[questions.Length];
        var round = Assign((place, nearest) =>
        {
            for (var at = 0; at < nearest.Length; at++) clusters[place + at] = (ushort)nearest[at];
        });
        ClusterFile.Write(ClusterFile.Of(_folder, shard), questions, clusters);
        _tally = null;
        _vectors?.Dispose();
        File.Delete(VectorsPath);
        return round;
    }

    string VectorsPath => Path.Combine(_folder, $"vectors-{shard:0000}.bin");

    ClusterRound Assign(Action<int, ReadOnlySpan<int>> each)
    {
        _tally = new(CentroidFile.Read(_folder));
        if (_vectors is null) return _tally.Round;
        var tile = new short[ClusterTally.Tile * _vectors.Dimensions];
        for (var place = 0; place < questions.Length; place += ClusterTally.Tile)
        {
            var vectors = tile.AsSpan(0, Math.Min(ClusterTally.Tile, questions.Length - place) * _vectors.Dimensions);
            _vectors.Read(place, vectors);
            each(place, _tally.Add(vectors));
        }

        return _tally.Round;
    }

    // The first row that says a question gives its text: others differ in white space, which is nothing to the embedder.
    async IAsyncEnumerable<(int Place, string Text)> TextsAsync()
    {
        var taken = new BitArray(questions.Length);
        await foreach (var (fact, _) in SegmentLog.OpenToRead(log).ReplayAsync(1, texts: false))
            if (fact is IntakeFact { Question: { } question } && Take(question.Id, taken) is { } place)
                yield return (place, question.Text);
    }

    // In a range the vectors stand beside the lines, so that a replay need not read them: they are looked up by their places.
    async IAsyncEnumerable<(int Place, ImmutableArray<short> Vector)> VectorsAsync(Digest request)
    {
        var reader = SegmentLog.OpenToRead(log);
        var taken = new BitArray(questions.Length);
        var found = new List<(int Place, Data.Log.FactPosition Position)>();
        await foreach (var (fact, position) in reader.ReplayAsync(1, texts: false))
        {
            if (fact is not EmbeddingFact embedding || embedding.Request != request) continue;
            if (Take(embedding.Question, taken) is { } place) found.Add((place, position));
            if (found.Count < FactsAtOnce) continue;
            foreach (var one in await ReadAsync()) yield return one;
        }

        foreach (var one in await ReadAsync()) yield return one;

        async Task<IEnumerable<(int, ImmutableArray<short>)>> ReadAsync()
        {
            var facts = await reader.ReadAsync([.. found.Select(one => one.Position)]);
            var vectors = found.Zip(facts, (one, fact) => (one.Place, ((EmbeddingFact)fact).Vector)).ToList();
            found.Clear();
            return vectors;
        }
    }

    int? Take(QuestionId question, BitArray taken)
    {
        var place = Array.BinarySearch(questions, question.Value);
        if (place < 0 || taken[place]) return null;
        taken[place] = true;
        return place;
    }
}
