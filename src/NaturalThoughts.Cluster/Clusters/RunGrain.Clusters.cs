using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Vectors of questions, and clusters of them.</summary>
sealed partial class RunGrain
{
    int _notEmbedded;

    IEnumerable<string> AskedLines => _run!.Embedding is { } request ? _run.Plan.Models.Append(request.Line) : _run.Plan.Models;

    // While traces are made full batches go out; what is left then follows.
    Task EmbedMeanwhileAsync() => _run!.Embedding is null
        ? Task.CompletedTask : Task.WhenAll(Shards.Select(shard => shard.Embed(all: false)));

    async Task ClusterAsync(long? limit, CancellationToken stop)
    {
        if (_run!.Clusters is null) return;
        _phase = RunPhase.Clustering;
        if (_run.Embedding is not null) await EmbedAsync(limit, stop);
        var opened = await PoolSession.OpenAsync(GrainFactory, _run, clusters: true, cancellation: stop);
        if (!opened.Ok) throw new RunProblems(opened.Problems);
        await opened.Value.DisposeAsync();
    }

    async Task EmbedAsync(long? limit, CancellationToken stop)
    {
        while (true)
        {
            await ServeAsync();
            // A shard that moved or restarted meanwhile begins again.
            await Task.WhenAll(Shards.Select(shard => shard.Start(_span?.Id)));
            var progress = await Task.WhenAll(Shards.Select(shard => shard.Embed(all: true)));
            _notEmbedded = progress.Sum(shard => shard.Stuck);
            if (progress.Select(shard => shard.Refused).FirstOrDefault(refused => refused is not null) is { } refused)
                throw new RunProblems([refused]);
            if (progress.All(shard => shard.Open == 0)) return;
            await _journal!.TurnAsync(new Started(limit));
            // Whoever watches sees that it goes on.
            await CountsAsync();
            if (_run!.Models.Completion is { IsFaulted: true } broken) await broken;
            await Task.Delay(Tick, time, stop);
        }
    }

    // The model whose vectors were paid for and a new spec has no use for.
    static EmbeddingModelSpec? OrphanedEmbedder(RunSpec before, RunSpec after) =>
        ClusterRule.Of(before)?.Request is { } paid && ClusterRule.Of(after)?.Request?.Digest != paid.Digest
            ? before.EmbeddingModels[before.Embedder!] : null;

    // What a selection rests on besides the pool's facts.
    static Digest GroundOf(RunContext run, Digest excluded, SessionClusters? clusters)
    {
        string[] ground = ["ground", run.Spec.Difficulty ?? "", excluded.ToString()];
        return Digest.Of(clusters is null ? ground : [.. ground, clusters.Name.ToString()]);
    }

    static bool LooksAtClusters(CompiledRecipe recipe, RunContext run) => recipe.Columns.Contains(run.Schema.Ordinal(ClusterColumn.Name));

    // A recipe that looks at clusters gets none where the spec asks for none: better said than silently uniform.
    static Checked<CompiledRecipe> WithClusters(Checked<CompiledRecipe> recipe, RunContext run) =>
        recipe.Ok && run.Clusters is null && LooksAtClusters(recipe.Value, run)
            ? new([ClusterColumn.Missing(recipe.Value.Recipe.Name)]) : recipe;
}
