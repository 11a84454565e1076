using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Data.Datasets;

namespace NaturalThoughts.Cluster.Datasets;

/// <summary>What is told about datasets.</summary>
static class EmissionInstruments
{
    static readonly Histogram<double> Duration = Observed.Meter.CreateHistogram(
        "naturalthoughts.emission.duration", "s", "How long a dataset took until it was published.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
        });

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
