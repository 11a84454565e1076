using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;

namespace NaturalThoughts.Data.Log;

/// <summary>What shards' logs are told about.</summary>
static class LogInstruments
{
    static readonly Histogram<double> CommitDuration = Observed.Meter.CreateHistogram(
        "naturalthoughts.log.commit.duration", "s", "How long a commit took until it was durable.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        });

    static readonly Counter<long> Rows = Observed.Meter.CreateCounter<long>("naturalthoughts.log.rows", "{row}", "Facts committed.");

    static readonly Counter<long> Written = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.log.written", "By", "Bytes of the segments committed, as they are on the disk.");

    static readonly Counter<long> Conflicts = Observed.Meter.CreateCounter<long>(
        "naturalthoughts.log.conflicts", "{conflict}", "Commits before which another process had committed to the same shard.");

    static readonly Histogram<double> ReplayDuration = Observed.Meter.CreateHistogram(
        "naturalthoughts.shard.replay.duration", "s", "How long a shard's log took to read when it was opened.",
        advice: Observed.Work);

    /// <summary>A commit is durable.</summary>
    /// <param name="took">How long that took.</param>
    /// <param name="rows">Facts of it.</param>
    /// <param name="bytes">Bytes on the disk.</param>
    public static void Committed(TimeSpan took, int rows, long bytes)
    {
        CommitDuration.Record(took.TotalSeconds);
        Rows.Add(rows);
        Written.Add(bytes);
        // A series that began with its first conflict would have grown by none.
        Conflicts.Add(0);
    }

    /// <summary>Another process was first.</summary>
    public static void Collided() => Conflicts.Add(1);

    /// <summary>A log was read.</summary>
    public static void Replayed(TimeSpan took) => ReplayDuration.Record(took.TotalSeconds);
}
