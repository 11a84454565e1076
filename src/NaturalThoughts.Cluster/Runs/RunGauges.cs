using System.Diagnostics.Metrics;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Telemetry;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What is told about a run, as its grain saw it last. Told while the run is at work or paused, and for five minutes after its
/// end.</summary>
/// <param name="run">The run.</param>
/// <param name="time">The clock.</param>
sealed class RunGauges(string run, TimeProvider time)
{
    static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(5);
    static readonly LiveSources<RunGauges> Runs = new();

    readonly Pace _pace = new(time);
    volatile Look? _last;

    static RunGauges()
    {
        Gauge<long>("phase", null, "1 for the phase the run is in.",
            (look, run) => [new(1, run, new("phase", look.Status.Phase.ToString().ToLowerInvariant()))]);
        Gauge<double>("eta", "s", "How long the questions that are left will take; none while that is not known.",
            (look, run) => look.Left is { } left ? [new(left.TotalSeconds, run)] : []);
        Gauge<double>("last_progress", "s", "Unix time at which the run was last seen to have moved.",
            (look, run) => [new(look.Moved.ToUnixTimeMilliseconds() / 1000.0, run)]);
        Gauge<double>("progress", null, "Share of the questions that are sealed.",
            (look, run) => look.Counts is { } counts ? [new(counts.Unique == 0 ? 0 : (double)counts.Sealed / counts.Unique, run)] : []);
        Gauge<long>("questions", "{question}", "Questions with work left, sealed ones, and those that a defect keeps open.",
            (look, run) => look.Counts is { } counts ?
            [
                new(Math.Max(0, counts.Open - counts.Stuck), run, new("state", "open")),
                new(counts.Sealed, run, new("state", "sealed")),
                new(counts.Stuck, run, new("state", "stuck")),
            ] : []);
        Gauge<long>("tokens.spent", "{token}", "Tokens that models generated for the run in all.",
            (look, run) => look.Counts is { } counts ? [new(counts.Spent, run)] : []);
        Gauge<long>("tokens.budget", "{token}", "Tokens that models may generate for the run in all; none where the spec sets no budget.",
            (look, run) => look.Status.Budget is { } budget ? [new(budget, run)] : []);
    }

    /// <summary>Takes a look, and tells of it from now on.</summary>
    /// <param name="status">The run as its grain knows it now.</param>
    /// <param name="counted">Whether its counts are known: before its shards are open they are not.</param>
    /// <returns>Whether further looks are wanted; false once its end is long past, and then nothing is told any more.</returns>
    public bool Note(RunStatus status, bool counted)
    {
        _pace.Note(status);
        var (now, last) = (time.GetUtcNow(), _last);
        var ended = status.Phase is RunPhase.Idle || (status.Phase.HasEnded() && status.Phase is not RunPhase.Paused);
        _last = new(status, _pace.Left)
        {
            Counts = counted ? status.Counts : null,
            Moved = last is null || HasMoved(last.Status, status) ? now : last.Moved,
            Ended = ended ? last?.Ended ?? now : null,
        };
        Runs.Add(this);
        if (now - _last.Ended < Afterwards || !ended) return true;
        Dismiss();
        return false;
    }

    /// <summary>Tells nothing any more: the run has gone elsewhere.</summary>
    public void Dismiss()
    {
        Runs.Remove(this);
        _last = null;
    }

    static bool HasMoved(RunStatus before, RunStatus after) =>
        (before.Phase, before.RowsRead, before.Cleaning) != (after.Phase, after.RowsRead, after.Cleaning)
        || !before.Counts.SaysTheSameAs(after.Counts);

    static void Gauge<T>(string name, string? unit, string description, Tell<T> tell) where T : struct =>
        Observed.Meter.CreateObservableGauge(
            $"naturalthoughts.run.{name}", () => Runs.All.SelectMany(one => one.Told(tell)), unit, description);

    IEnumerable<Measurement<T>> Told<T>(Tell<T> tell) where T : struct => _last is { } look ? tell(look, new("run", run)) : [];

    delegate Measurement<T>[] Tell<T>(Look look, KeyValuePair<string, object?> run) where T : struct;

    sealed record Look(RunStatus Status, TimeSpan? Left)
    {
        public required ShardCounts? Counts { get; init; }

        public required DateTimeOffset Moved { get; init; }

        public required DateTimeOffset? Ended { get; init; }
    }
}
