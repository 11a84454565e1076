using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What every grain of a run on this silo shares: the accepted spec and what follows from it.</summary>
public sealed class RunContext : IAsyncDisposable
{
    readonly CancellationTokenSource _halted = new();
    readonly CancellationTokenSource _stopping = new();
    readonly PoolOffers _offers;
    readonly ISelectionShardGrain?[] _shards;
    bool _serving;

    internal RunContext(
        RunSpec spec, string baseFolder, RunFolder folder, QuestionPlan plan, ModelPool models, PoolOffers offers,
        RunBenchmarks benchmarks, TimeProvider time)
    {
        ClusterRule = ClusterRule.Of(spec);
        Clusters = ClusterRule is { } rule ? new(rule, folder, time) : null;
        (Spec, BaseFolder, Folder, Plan, Models, _offers) = (spec, baseFolder, folder, plan, models, offers);
        _shards = new ISelectionShardGrain?[spec.Shards];
        Schema = SpecExpressions.Schema(spec);
        RanksByCluster = DifficultyRule.Compile(spec.Difficulty, Schema).Value?.Expression.Columns.Contains(ClusterColumn.Name) is true;
        Benchmarks = benchmarks;
        Halted = _halted.Token;
        Stopping = _stopping.Token;
    }

    /// <summary>How pools treat endpoints here.</summary>
    internal static PoolOptions PoolOptions { get; } = new() { DisplaceAfter = TimeSpan.FromSeconds(5) };

    /// <summary>The run's name.</summary>
    public string Name => Spec.Run;

    /// <summary>The accepted spec.</summary>
    public RunSpec Spec { get; }

    /// <summary>The folder the spec's paths are relative to.</summary>
    public string BaseFolder { get; }

    /// <summary>Where the run is kept.</summary>
    public RunFolder Folder { get; }

    /// <summary>The run's columns.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>The annotators that need no model, with their parameters.</summary>
    public AnnotatorSet Annotators => Plan.Annotators;

    /// <summary>What is asked about every question.</summary>
    public QuestionPlan Plan { get; }

    /// <summary>The benchmarks that its questions are compared with.</summary>
    internal RunBenchmarks Benchmarks { get; }

    /// <summary>How questions are put into clusters; null: they are not.</summary>
    public ClusterRule? ClusterRule { get; }

    /// <summary>Puts questions into clusters; null: nobody does.</summary>
    internal ClusterStage? Clusters { get; }

    /// <summary>Whether difficulty depends on clusters.</summary>
    internal bool RanksByCluster { get; }

    /// <summary>What a model that embeds is asked; null: none is.</summary>
    public EmbeddingRequest? Embedding => ClusterRule?.Request;

    /// <summary>The spec's endpoints that this silo asks.</summary>
    public ModelPool Models { get; }

    /// <summary>Cancelled when no further response is to be begun.</summary>
    public CancellationToken Halted { get; }

    /// <summary>Cancelled when responses under way are to be given up.</summary>
    public CancellationToken Stopping { get; }

    // A reference is found by way of the attributes of its interface, and each question needs its shard's several times.
    internal ISelectionShardGrain Shard(IGrainFactory grains, int shard) => _shards[shard] ??= grains.Shard(Name, shard);

    /// <summary>Begins to ask the spec's endpoints.</summary>
    public void Serve()
    {
        if (_serving) return;
        _serving = true;
        Models.Start();
        _offers.Start();
    }

    /// <summary>Begins no further response.</summary>
    public void Halt() => _halted.Cancel();

    /// <summary>Begins no further response and offers no place for one.</summary>
    public async Task LeaveAsync()
    {
        Halt();
        await _offers.StopAsync();
    }

    /// <summary>Gives responses under way up.</summary>
    public void Abort() => _stopping.Cancel();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _halted.CancelAsync();
        await _stopping.CancelAsync();
        await _offers.StopAsync();
        await Models.DisposeAsync();
        _halted.Dispose();
        _stopping.Dispose();
    }
}
