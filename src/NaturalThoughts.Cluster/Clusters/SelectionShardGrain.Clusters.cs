using System.Collections;
using System.Collections.Immutable;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Clusters;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>The shard's part in clusters.</summary>
sealed partial class SelectionShardGrain
{
    const ushort NoCluster = ushort.MaxValue;

    // By the questions' numbers, of the folder read last.
    (string Folder, ushort[] OfQuestion)? _clusters;

    /// <inheritdoc/>
    public async Task<ClusterGround> ClusterGround(Guid session)
    {
        await OpenedAsync();
        var open = Session(session);
        var (rows, index, request) = (open.Rows, _state.Questions.Index, _run.Embedding?.Digest);
        // In the grain's own turn, because what is numbered and embedded has one writer.
        var seen = new BitArray(index.Count);
        var questions = new List<UInt128>();
        var ground = default(ClusterGround);
        for (var row = 0; row < rows.Count; row++)
        {
            if (!rows.Visible(row) || rows.QuestionNumber(row) is var number && seen[number]) continue;
            seen[number] = true;
            var has = request is not { } asked || _state.Embedded.Contains(asked, number);
            if (has) questions.Add(index[number]);
            ground += has ? new(index[number], 1, 0) : new(0, 0, 1);
        }

        questions.Sort();
        open.Clustering = new([.. questions], Number, _segments.Folder);
        return ground;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<int>> WordCounts(Guid session) => Task.Run(Clustering(session).WordsAsync);

    /// <inheritdoc/>
    public Task<ImmutableArray<int>> MakeVectors(Guid session, VectorOrder order)
    {
        var (clustering, request) = (Clustering(session), _run.Embedding?.Digest);
        return Task.Run(() => clustering.MakeAsync(order, request));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ulong>> LowestHashes(Guid session, ulong seed, int most) =>
        OnOwnThread(Clustering(session), clustering => clustering.LowestHashes(seed, most));

    /// <inheritdoc/>
    public Task<VectorSample> SampleVectors(Guid session, ulong seed, ulong highest, int from) =>
        OnOwnThread(Clustering(session), clustering => clustering.Sample(seed, highest, from));

    /// <inheritdoc/>
    public Task<ClusterRound> AssignClusters(Guid session) => OnOwnThread(Clustering(session), clustering => clustering.Assign());

    /// <inheritdoc/>
    public Task<ClusterSums> ClusterSums(Guid session, int first, int count) => Task.FromResult(Clustering(session).Sums(first, count));

    /// <inheritdoc/>
    public Task<ClusterRound> FinishClusters(Guid session) => OnOwnThread(Clustering(session), clustering => clustering.Finish());

    /// <inheritdoc/>
    public async Task SetClusters(Guid session, string folder, int clusters)
    {
        await OpenedAsync();
        var rows = Session(session).Rows;
        if (_clusters?.Folder != folder)
        {
            var read = await Task.Run(() => ClusterFile.Read(ClusterFile.Of(folder, Number)).ToList());
            var known = new ushort[_state.Questions.Index.Count];
            Array.Fill(known, NoCluster);
            foreach (var (question, cluster) in read) known[_state.Questions.Index.Find(question.Value)] = (ushort)cluster;
            _clusters = (folder, known);
        }

        var ofQuestion = _clusters!.Value.OfQuestion;
        var clustered = await Task.Run(() => WithClusters(rows, ofQuestion, clusters));
        if (_sessions.ContainsKey(session)) _sessions[session] = new(clustered);
    }

    // A question that came after the clusters were made has a number beyond those that were known then.
    static FeatureSnapshot WithClusters(FeatureSnapshot rows, ushort[] ofQuestion, int clusters)
    {
        var labels = Enumerable.Range(0, clusters).Select(cluster => ClusterRule.LabelOf(cluster, clusters)).ToArray();
        return rows.With(rows.Schema.Ordinal(ClusterColumn.Name), row => rows.QuestionNumber(row) is var number
            && number < ofQuestion.Length && ofQuestion[number] is var cluster and not NoCluster ? labels[cluster] : null);
    }

    ShardClustering Clustering(Guid session) =>
        Session(session).Clustering ?? throw new InvalidOperationException("The session makes no clusters.");

    // Minutes of arithmetic on the thread pool would keep the silo from answering.
    static Task<T> OnOwnThread<T>(ShardClustering clustering, Func<ShardClustering, T> compute) => Task.Factory.StartNew(
        () => compute(clustering), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
