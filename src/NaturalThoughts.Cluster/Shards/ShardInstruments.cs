using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>What is told about shards, and about the facts that this process put into their logs.</summary>
static class ShardInstruments
{
    static ShardInstruments() => Observed.Meter.CreateObservableGauge(
        "naturalthoughts.shards", () => Open.All.LongCount(), "{shard}", "Shards that are open on this silo, or being opened.");

    /// <summary>The shards here.</summary>
    public static LiveSources<SelectionShardGrain> Open { get; } = new();

    /// <summary>By run, stage and outcome.</summary>
    public static Counter<long> Questions { get; } = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.questions", "{question}", "Rows taken or not, questions removed, and questions sealed.");

    /// <summary>By run, stage and outcome.</summary>
    public static Counter<long> Traces { get; } = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.traces", "{trace}", "Responses, judgements, embeddings and annotations committed, or failed for good.");

    /// <summary>By run, model, role and direction.</summary>
    public static Counter<long> Tokens { get; } = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.tokens", "{token}", "Tokens that models read and wrote for what was committed; of what they wrote, tries that failed included.");

    /// <summary>By run, kind and reason.</summary>
    public static Counter<long> DeadLetters { get; } = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.dead_letters", "{letter}", "Rows that cannot be used, and responses that were not to be had.");
}
