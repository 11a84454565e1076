using NaturalThoughts.Cluster.Runs;

namespace NaturalThoughts.Cluster.Silos;

/// <inheritdoc cref="ISiloGrain"/>
[Reentrant, NamedSiloPlacement, Immovable]
sealed class SiloGrain(RunCatalog runs) : Grain, ISiloGrain
{
    /// <inheritdoc/>
    public Task Serve(string run) => runs.ServeAsync(run);

    /// <inheritdoc/>
    public Task Halt(string run)
    {
        runs.Known(run)?.Halt();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Abort(string run)
    {
        runs.Known(run)?.Abort();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ServedEndpoints> Served(string run) => Task.FromResult(runs.Served(run));

    /// <inheritdoc/>
    public Task<SiloReport> Report() => Task.FromResult(runs.Report());
}
