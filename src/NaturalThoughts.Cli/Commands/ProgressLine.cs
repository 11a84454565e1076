using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;

namespace NaturalThoughts.Cli.Commands;

/// <summary>Says in a line how far a run is, how fast it goes and when it will be done.</summary>
sealed class ProgressLine(TimeProvider time)
{
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Unsure = TimeSpan.FromSeconds(2);

    readonly Queue<Look> _seen = new();
    RunPhase _phase;
    RunPhase _said;
    long _saidAt;

    /// <summary>The line.</summary>
    public string Of(RunStatus status)
    {
        Note(status);
        return status.Phase switch
        {
            RunPhase.Intake => $"Intake: {Intake(status)}{Rate()}",
            RunPhase.Cleaning => $"Cleaning: {Cleaning(status)}",
            RunPhase.Traces => $"Traces: {Traces(status)}{Rate()}{Left(status)}{Tokens()}{Budget(status)}{Unserved(status)}",
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

    void Note(RunStatus status)
    {
        if (status.Phase != _phase)
        {
            _seen.Clear();
            _phase = status.Phase;
        }

        var responses = status.Counts.Responses.Values.Sum() + status.Counts.Failed.Values.Sum();
        _seen.Enqueue(new(time.GetTimestamp(), Done(status), responses, status.Counts.CompletionTokens));
        while (_seen.Count > 2 && time.GetElapsedTime(_seen.Peek().At) > Window) _seen.Dequeue();
    }

    // A rate over the last minute; none before there is enough to tell.
    double? PerSecond(Func<Look, long> of)
    {
        var (first, last) = (_seen.Peek(), _seen.Last());
        var passed = time.GetElapsedTime(first.At, last.At);
        return passed >= Unsure && of(last) > of(first) ? (of(last) - of(first)) / passed.TotalSeconds : null;
    }

    string Rate()
    {
        var rate = PerSecond(seen => seen.Responses) ?? PerSecond(seen => seen.Done);
        return rate is null ? "" : $", {(rate < 10 ? $"{rate:0.0}" : Display.Count((long)rate))}/s";
    }

    // Questions end in waves, responses come evenly; but where questions are only read again, no responses come.
    string Left(RunStatus status)
    {
        double questions = status.Counts.Unique - status.Counts.Sealed;
        var byQuestions = questions / PerSecond(seen => seen.Done);
        var byResponses = status.ResponsesPerQuestion > 0
            ? questions * status.ResponsesPerQuestion / PerSecond(seen => seen.Responses)
            : null;
        var seconds = Math.Min(byQuestions ?? double.MaxValue, byResponses ?? double.MaxValue);
        return seconds < TimeSpan.FromDays(1000).TotalSeconds ? $", {Display.Duration(TimeSpan.FromSeconds(seconds))} left" : "";
    }

    string Tokens() => PerSecond(seen => seen.Tokens) is { } rate ? $" · {Display.Count((long)rate)} tokens/s" : "";

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

    static long Done(RunStatus status) => status.Phase is RunPhase.Intake ? status.RowsRead : status.Counts.Sealed;

    readonly record struct Look(long At, long Done, long Responses, long Tokens);
}
