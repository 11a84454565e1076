using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    RunCleaning? _cleaning;

    // Before any token is spent. With the same rows and the same rule there is nothing to do.
    async Task CleanAsync(long? limit, CancellationToken stop)
    {
        if (_run!.Plan.Cleaning is not { } rule) return;
        var counts = await CountsAsync();
        var intake = new Digest(counts.Intake);
        if (_journal!.WasCleaned(rule, intake)) return;
        _phase = RunPhase.Cleaning;
        await _journal.TurnAsync(new Started(limit));
        var cleaning = _cleaning = new(GrainFactory, _run, counts.Unique + counts.Removed.Values.Sum());
        // Off the grain's scheduler: joining pairs would keep it from answering.
        await Task.Run(() => cleaning.RunAsync(stop), stop);
        await _journal.CleanedAsync(rule, intake, (await CountsAsync()).Removed);
    }
}
