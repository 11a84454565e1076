using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>What is told about selections.</summary>
static class SelectionInstruments
{
    static readonly Histogram<double> Duration = Observed.Meter.CreateHistogram(
        "naturalthoughts.selection.duration", "s", "How long a selection took until it was recorded, or its preview until it was there.",
        advice: Observed.Work);

    static readonly Counter<long> Traces = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.selection.traces", "{trace}", "Traces of the selections recorded.");

    /// <summary>A preview is there.</summary>
    public static void Previewed(TimeSpan took) => Duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("kind", "preview"));

    /// <summary>A selection was recorded that was not there before.</summary>
    public static void Recorded(SelectionReport report)
    {
        Duration.Record(report.Seconds, new KeyValuePair<string, object?>("kind", "selection"));
        Traces.Add(report.Taken);
    }
}
