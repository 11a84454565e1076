using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    RunCleaning? _cleaning;

    // Before any token is spent. With the same rows and the same rule there is nothing to do.
    /// <returns>Whether there was something to do.</returns>
    async Task<bool> CleanAsync(long? limit, ShardCounts counts, CancellationToken stop)
    {
        if (_run!.Plan.Cleaning is not { } rule || _journal!.WasCleaned(rule, counts.Intake)) return false;
        _phase = RunPhase.Cleaning;
        await _journal.TurnAsync(new Started(limit));
        var cleaning = _cleaning = new(GrainFactory, _run, counts.Unique + counts.Removed.Values.Sum());
        // Off the grain's scheduler: joining pairs would keep it from answering.
        await Task.Run(() => cleaning.RunAsync(stop), stop);
        await _journal.CleanedAsync(rule, counts.Intake, (await CountsAsync()).Removed);
        return true;
    }
}
