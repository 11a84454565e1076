using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Cli.Commands;

/// <summary>Says in a line how far a run is, how fast it goes and when it will be done.</summary>
sealed class ProgressLine(TimeProvider time)
{
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    readonly Pace _pace = new(time);
    RunPhase _said;
    long _saidAt;

    /// <summary>The line.</summary>
    public string Of(RunStatus status)
    {
        _pace.Note(status);
        return status.Phase switch
        {
            RunPhase.Intake => $"Intake: {Intake(status)}{Rate()}",
            RunPhase.Cleaning => $"Cleaning: {Cleaning(status)}",
            RunPhase.Traces => $"Traces: {Traces(status)}{Rate()}{Left()}{Tokens()}{Budget(status)}{Unserved(status)}",
            RunPhase.Clustering => $"Clustering: {Embedded(status)}{Rate()}{Unserved(status)}",
            RunPhase.Selecting => "Selecting",
            RunPhase.Emitting => "Writing datasets",
            RunPhase.Stopping => "Stopping",
            _ => "Opening the run",
        };
    }

    /// <summary>What is worth printing where lines stay: each phase that has ended, however quick it was, and now and then how far the
    /// current one is.</summary>
    public IEnumerable<string> News(RunStatus status)
    {
        var line = Of(status);
        var ended = status.Phase is RunPhase.Failed || status.Phase.IsStopped() ? _said : status.Phase;
        if (_said < RunPhase.Cleaning && ended >= RunPhase.Cleaning) yield return $"Intake: {Intake(status)}";
        if (_said < RunPhase.Traces && ended >= RunPhase.Traces && !status.Counts.Removed.IsEmpty)
        {
            var removed = status.Counts.Removed.Select(reason => $"{Display.Count(reason.Value)} {reason.Key}");
            yield return $"Cleaning: {string.Join(", ", removed)} removed";
        }

        if (_said < RunPhase.Clustering && ended >= RunPhase.Clustering) yield return $"Traces: {Traces(status)}";
        if (_said < RunPhase.Selecting && ended >= RunPhase.Selecting && status.Clusters is { } clusters)
            yield return $"Clusters: {Display.Count(clusters.Clusters)} of {Display.Count(clusters.Questions)} questions";
        if (_said < RunPhase.Emitting && ended >= RunPhase.Emitting && status.Selections.Length > 0)
        {
            var made = status.Selections.Select(selection => $"{selection.Name} ({Display.Count(selection.Taken)})");
            yield return $"Selections: {string.Join(", ", made)}";
        }

        if (_said < RunPhase.Done && ended >= RunPhase.Done && status.Datasets.Length > 0)
        {
            var made = status.Datasets.Select(dataset => $"{dataset.Name} ({Display.Count(dataset.Train + dataset.Validation)})");
            yield return $"Datasets: {string.Join(", ", made)}";
        }

        var goesOn = status.Phase is RunPhase.Intake or RunPhase.Cleaning or RunPhase.Traces or RunPhase.Clustering
            && time.GetElapsedTime(_saidAt) >= Quiet;
        if (goesOn && _said == ended) yield return line;
        if (goesOn || _said != ended) (_said, _saidAt) = (ended, time.GetTimestamp());
    }

    string Rate() => _pace.PerSecond is { } rate ? $", {Display.Rate(rate)}/s" : "";

    string Left() => _pace.Left is { } left ? $", {Display.Duration(left)} left" : "";

    string Tokens() => _pace.TokensPerSecond is { } rate ? $" · {Display.Count((long)rate)} tokens/s" : "";

    static string Budget(RunStatus status) =>
        status.Budget is { } budget ? $" · {Display.Share(status.Counts.Spent, budget)} of the budget" : "";

    static string Intake(RunStatus status) =>
        $"{Display.Count(status.RowsRead)} rows read, {Display.Count(status.Counts.Unique)} questions";

    static string Cleaning(RunStatus status) => status.Cleaning switch
    {
        null => "beginning",
        { Band: > 0, Bands: var bands } now => $"near duplicates, round {Display.Count(now.Band)} of {Display.Count(bands)}",
        var now => $"{Display.Count(now.Read)} of {Display.Count(now.Questions)} questions read",
    };

    static string Traces(RunStatus status)
    {
        var (failed, unreadable) = (status.Counts.Failed.Values.Sum(), status.Counts.Unreadable.Values.Sum());
        var (done, all) = (status.Counts.Sealed, status.Counts.Unique);
        return $"{Display.Count(done)} of {Display.Count(all)} questions ({Display.Share(done, all)})"
            + $", {Display.Count(status.Counts.Responses.Values.Sum())} responses"
            + (failed > 0 ? $", {Display.Count(failed)} failed" : "")
            + (unreadable > 0 ? $", {Display.Count(unreadable)} unreadable" : "");
    }

    static string Embedded(RunStatus status) => status.Counts.Responses
        .Where(count => count.Key.StartsWith("embedder ", StringComparison.Ordinal)).Sum(count => count.Value) is var embedded and > 0
        ? $"{Display.Count(embedded)} of {Display.Count(status.Counts.Unique)} questions embedded" : "questions";

    static string Unserved(RunStatus status) =>
        status.Unserved.IsEmpty ? "" : $" · nobody serves {string.Join(", ", status.Unserved)}: waiting";
}
