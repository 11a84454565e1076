using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Data.Datasets;

namespace NaturalThoughts.Cluster.Datasets;

/// <summary>What is told about datasets.</summary>
static class EmissionInstruments
{
    static readonly Histogram<double> Duration = Observed.Meter.CreateHistogram(
        "naturalthoughts.emission.duration", "s", "How long a dataset took until it was published.",
        advice: Observed.Work);

    static readonly Counter<long> Rows = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.emission.rows", "{row}", "Rows of the datasets published.");

    /// <summary>A dataset was published; one that was there already, the same, is none.</summary>
    public static void Published(DatasetFormat format, TimeSpan took, long rows)
    {
        var tag = new KeyValuePair<string, object?>("format", format.Name());
        Duration.Record(took.TotalSeconds, tag);
        Rows.Add(rows, tag);
    }
}
