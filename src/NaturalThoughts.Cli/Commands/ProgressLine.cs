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
            RunPhase.Traces => $"Traces: {Traces(status)}{Rate()}{Left(status)}{Tokens()}{Unserved(status)}",
            RunPhase.Selecting => "Selecting",
            RunPhase.Emitting => "Writing datasets",
            RunPhase.Stopping => "Stopping",
            _ => "Opening the run",
        };
    }

    /// <summary>What is worth printing where lines stay: each phase that has ended, however quick it was, and now and then how far the current one is.</summary>
    public IEnumerable<string> News(RunStatus status)
    {
        var line = Of(status);
        var ended = status.Phase is RunPhase.Failed or RunPhase.Stopped ? _said : status.Phase;
        if (_said < RunPhase.Traces && ended >= RunPhase.Traces) yield return $"Intake: {Intake(status)}";
        if (_said < RunPhase.Selecting && ended >= RunPhase.Selecting) yield return $"Traces: {Traces(status)}";
        if (_said < RunPhase.Emitting && ended >= RunPhase.Emitting && status.Selections.Length > 0)
            yield return $"Selections: {string.Join(", ", status.Selections.Select(selection => $"{selection.Name} ({Display.Count(selection.Taken)})"))}";
        if (_said < RunPhase.Done && ended >= RunPhase.Done && status.Datasets.Length > 0)
            yield return $"Datasets: {string.Join(", ", status.Datasets.Select(dataset => $"{dataset.Name} ({Display.Count(dataset.Train + dataset.Validation)})"))}";
        var goesOn = status.Phase is RunPhase.Intake or RunPhase.Traces && time.GetElapsedTime(_saidAt) >= Quiet;
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

        _seen.Enqueue(new(time.GetTimestamp(), Done(status), status.Counts.Responses.Values.Sum() + status.Counts.Failed.Values.Sum(), status.Counts.CompletionTokens));
        while (_seen.Count > 2 && time.GetElapsedTime(_seen.Peek().At) > Window) _seen.Dequeue();
    }

    // A rate over the last minute; none before there is enough to tell.
    double? PerSecond(Func<Look, long> of)
    {
        var (first, last) = (_seen.Peek(), _seen.Last());
        var passed = time.GetElapsedTime(first.At, last.At);
        return passed >= Unsure && of(last) > of(first) ? (of(last) - of(first)) / passed.TotalSeconds : null;
    }

    string Rate() => (PerSecond(seen => seen.Responses) ?? PerSecond(seen => seen.Done)) is { } rate ? $", {(rate < 10 ? $"{rate:0.0}" : Display.Count((long)rate))}/s" : "";

    // Questions end in waves, responses come evenly; but where questions are only read again, no responses come.
    string Left(RunStatus status)
    {
        double questions = status.Counts.Unique - status.Counts.Sealed;
        var seconds = Math.Min(
            questions / PerSecond(seen => seen.Done) ?? double.MaxValue,
            status.ResponsesPerQuestion > 0 ? questions * status.ResponsesPerQuestion / PerSecond(seen => seen.Responses) ?? double.MaxValue : double.MaxValue);
        return seconds < TimeSpan.FromDays(1000).TotalSeconds ? $", {Display.Duration(TimeSpan.FromSeconds(seconds))} left" : "";
    }

    string Tokens() => PerSecond(seen => seen.Tokens) is { } rate ? $" · {Display.Count((long)rate)} tokens/s" : "";

    static string Intake(RunStatus status) => $"{Display.Count(status.RowsRead)} rows read, {Display.Count(status.Counts.Unique)} questions";

    static string Traces(RunStatus status)
    {
        var failed = status.Counts.Failed.Values.Sum();
        return $"{Display.Count(status.Counts.Sealed)} of {Display.Count(status.Counts.Unique)} questions ({Display.Share(status.Counts.Sealed, status.Counts.Unique)})"
            + $", {Display.Count(status.Counts.Responses.Values.Sum())} responses"
            + (failed > 0 ? $", {Display.Count(failed)} failed" : "");
    }

    static string Unserved(RunStatus status) =>
        status.Unserved.IsEmpty ? "" : $" · nobody serves {string.Join(", ", status.Unserved)}: waiting";

    static long Done(RunStatus status) => status.Phase is RunPhase.Intake ? status.RowsRead : status.Counts.Sealed;

    readonly record struct Look(long At, long Done, long Responses, long Tokens);
}
