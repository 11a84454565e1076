using NaturalThoughts.Cluster.Shards;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What the run's gauges are told; nobody is asked for it.</summary>
sealed partial class RunGrain
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    RunGauges? _gauges;
    IGrainTimer? _looking;
    ShardCounts? _counted;

    void Observe()
    {
        if (_leaving) return;
        _gauges ??= new(Name, time);
        TakeLook();
        _looking ??= this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(Look, Look) { Interleave = true });
    }

    void EndObserving()
    {
        _looking?.Dispose();
        _looking = null;
        _gauges?.Dismiss();
    }

    Task LookAsync(CancellationToken cancellation)
    {
        TakeLook();
        return Task.CompletedTask;
    }

    void TakeLook()
    {
        var status = new RunStatus
        {
            Run = Name,
            Phase = Phase,
            Counts = _counted ?? new(),
            Budget = _run!.Spec.Limits.OutputTokens,
            ResponsesPerQuestion = _run.Plan.ResponsesPerQuestion,
            RowsRead = _intake?.Rows ?? 0,
            Cleaning = Phase is RunPhase.Cleaning ? _cleaning?.Progress : null,
        };
        if (!_gauges!.Note(status, _counted is not null)) EndObserving();
    }
}
