using NaturalThoughts.Cluster.Questions;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>The keys of a run's grains. A run's name holds no slash, so its grains' keys cannot be taken for another's.</summary>
public static class GrainKeys
{
    /// <summary>The coordinator.</summary>
    public static IRunGrain Run(this IGrainFactory grains, string run) => grains.GetGrain<IRunGrain>(run);

    /// <summary>The coordinator, to look at the run.</summary>
    public static IRunView View(this IGrainFactory grains, string run) => grains.GetGrain<IRunView>(run);

    /// <summary>A shard.</summary>
    public static ISelectionShardGrain Shard(this IGrainFactory grains, string run, int shard) =>
        grains.GetGrain<ISelectionShardGrain>($"{run}/{shard:0000}");

    /// <summary>The shard of a question.</summary>
    public static ISelectionShardGrain ShardOf(this IGrainFactory grains, RunContext run, QuestionId question) =>
        run.Shard(grains, question.Shard(run.Spec.Shards));

    /// <summary>A silo.</summary>
    public static ISiloGrain Silo(this IGrainFactory grains, SiloAddress silo) => grains.GetGrain<ISiloGrain>(silo.ToParsableString());

    /// <summary>A question.</summary>
    public static IQuestionGrain Question(this IGrainFactory grains, string run, QuestionId question) =>
        grains.GetGrain<IQuestionGrain>($"{run}/{question}");

    /// <summary>A trace.</summary>
    public static ITraceGrain Trace(this IGrainFactory grains, string run, QuestionId question, Digest request, int sample) =>
        grains.GetGrain<ITraceGrain>($"{run}/{question}/{request}/{sample}");

    /// <summary>The run a grain's key belongs to.</summary>
    public static string RunOf(string key) => key.Split('/')[0];
}
