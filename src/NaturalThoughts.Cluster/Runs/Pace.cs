namespace NaturalThoughts.Cluster.Runs;

/// <summary>How fast a run goes, and when it will be done, from looks at its status over the last minute.</summary>
/// <param name="time">The clock.</param>
public sealed class Pace(TimeProvider time)
{
    static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Unsure = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Foreseeable = TimeSpan.FromDays(1000);

    readonly Queue<Look> _seen = new();
    RunPhase _phase;

    /// <summary>Responses a second; where none come, rows or questions; null: not known yet, or nothing moves.</summary>
    public double? PerSecond => Rate(seen => seen.Responses) ?? Rate(seen => seen.Done);

    /// <summary>Tokens a second of committed responses; null: not known yet, or none come.</summary>
    public double? TokensPerSecond => Rate(seen => seen.Tokens);

    /// <summary>How long the questions that are left will take; null: not known.</summary>
    public TimeSpan? Left { get; private set; }

    /// <summary>Takes a look.</summary>
    public void Note(RunStatus status)
    {
        if (status.Phase != _phase)
        {
            _seen.Clear();
            _phase = status.Phase;
        }

        var responses = status.Counts.Responses.Values.Sum() + status.Counts.Failed.Values.Sum();
        var done = status.Phase is RunPhase.Intake ? status.RowsRead : status.Counts.Sealed;
        _seen.Enqueue(new(time.GetTimestamp(), done, responses, status.Counts.CompletionTokens));
        while (_seen.Count > 2 && time.GetElapsedTime(_seen.Peek().At) > Window) _seen.Dequeue();
        Left = status.Phase is RunPhase.Traces ? LeftOf(status) : null;
    }

    // Questions end in waves, responses come evenly; but where questions are only read again, no responses come.
    TimeSpan? LeftOf(RunStatus status)
    {
        double questions = status.Counts.Unique - status.Counts.Sealed;
        var byQuestions = questions / Rate(seen => seen.Done);
        var byResponses = status.ResponsesPerQuestion > 0 ? questions * status.ResponsesPerQuestion / Rate(seen => seen.Responses) : null;
        var seconds = Math.Min(byQuestions ?? double.MaxValue, byResponses ?? double.MaxValue);
        return seconds < Foreseeable.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    // None before there is enough to tell.
    double? Rate(Func<Look, long> of)
    {
        if (_seen.Count == 0) return null;
        var (first, last) = (_seen.Peek(), _seen.Last());
        var passed = time.GetElapsedTime(first.At, last.At);
        return passed >= Unsure && of(last) > of(first) ? (of(last) - of(first)) / passed.TotalSeconds : null;
    }

    readonly record struct Look(long At, long Done, long Responses, long Tokens);
}
