using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;

namespace NaturalThoughts.Cli.Commands;

/// <summary>Says in a line how far a run is, how fast it goes and when it will be done.</summary>
sealed class ProgressLine
{
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    RunPhase _phase;
    long _from;
    long _since;
    string _said = "";
    long _saidAt;

    /// <summary>The line.</summary>
    public string Of(RunStatus status)
    {
        var done = Done(status);
        if (status.Phase != _phase) (_phase, _from, _since) = (status.Phase, done, TimeProvider.System.GetTimestamp());
        var seconds = TimeProvider.System.GetElapsedTime(_since).TotalSeconds;
        var rate = seconds > 0 ? (done - _from) / seconds : 0;
        return status.Phase switch
        {
            RunPhase.Intake => $"Intake: {Display.Count(status.RowsRead)} rows, {Display.Count(status.Counts.Unique)} questions, {rate:0}/s",
            RunPhase.Traces => Traces(status, rate),
            RunPhase.Selecting => "Selecting",
            RunPhase.Emitting => "Writing datasets",
            RunPhase.Stopping => "Stopping",
            _ => "Opening the run",
        };
    }

    /// <summary>Whether a line is worth printing where lines stay: another phase, or a while has passed.</summary>
    public bool IsNews(string line)
    {
        var head = line.Split(':')[0];
        if (head == _said && TimeProvider.System.GetElapsedTime(_saidAt) < Quiet) return false;
        (_said, _saidAt) = (head, TimeProvider.System.GetTimestamp());
        return true;
    }

    static string Traces(RunStatus status, double rate)
    {
        var counts = status.Counts;
        var left = counts.Unique - counts.Sealed;
        var failed = counts.Failed.Values.Sum();
        return $"Traces: {Display.Count(counts.Sealed)} of {Display.Count(counts.Unique)} questions ({Display.Share(counts.Sealed, counts.Unique)}), {rate:0.0}/s"
            + (rate > 0 ? $", {TimeSpan.FromSeconds(left / rate):hh\\:mm\\:ss} left" : "")
            + $" · {Display.Count(counts.Responses.Values.Sum())} responses"
            + (failed > 0 ? $", {Display.Count(failed)} failed" : "")
            + (status.Unserved.IsEmpty ? "" : $" · nobody serves {string.Join(", ", status.Unserved)}: waiting");
    }

    static long Done(RunStatus status) => status.Phase is RunPhase.Intake ? status.RowsRead : status.Counts.Sealed;
}
