using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;

namespace NaturalThoughts.Cluster.Slots;

/// <summary>What is told about those who wait for a place.</summary>
static class QueueInstruments
{
    static QueueInstruments()
    {
        Observed.Meter.CreateObservableGauge(
            "naturalthoughts.queue.length", () => Queues.All.Select(queue => new Measurement<long>(queue.Slots.Length, queue.Tag)),
            "{request}", "Requests that wait for a slot, over all runs and silos.");
        Observed.Meter.CreateObservableGauge(
            "naturalthoughts.queue.age", () => Queues.All.Select(queue => new Measurement<double>(queue.Slots.Age.TotalSeconds, queue.Tag)),
            "s", "How long the request waits that has waited longest.");
    }

    /// <summary>The queues whose places this silo hands out.</summary>
    public static LiveSources<ModelQueue> Queues { get; } = new();
}

/// <summary>Who waits for a model.</summary>
/// <param name="Model">The model's name, or the line of one that embeds.</param>
/// <param name="Slots">The queue.</param>
sealed record ModelQueue(string Model, ModelSlots Slots)
{
    /// <summary>Names it.</summary>
    public KeyValuePair<string, object?> Tag => new("model", Model);
}
