using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>The endpoints that stand beside this silo and serve every run: its configuration names them, no spec.</summary>
/// <param name="Spec">The list and the file.</param>
/// <param name="Folder">The folder the file's path is relative to.</param>
public sealed record OwnEndpoints(EndpointsSpec Spec, string Folder)
{
    /// <summary>A silo inside a command: nobody serves models but the spec's endpoints.</summary>
    public static OwnEndpoints None { get; } = new(new(), "");
}

/// <summary>The models of <see cref="OwnEndpoints"/>, offered to all runs from the silo's start to its end.</summary>
public sealed class OwnModels : IHostedService
{
    readonly PoolOffers _offers;
    readonly OwnEndpoints _own;
    bool _stopped;

    /// <summary>Reads the endpoints; asks nobody yet.</summary>
    public OwnModels(
        OwnEndpoints own, SiloResponses responses, EndpointOwners owners, IGrainFactory grains, TimeProvider time, ILogger<ModelPool> log)
    {
        var catalog = new EndpointCatalog(own.Spec, own.Folder, responses.Http, time, Environment.GetEnvironmentVariable, mayBeEmpty: true);
        _own = own;
        Pool = new(catalog, RunContext.PoolOptions, time, log, responses.MayBegin, embeds: _ => true);
        _offers = new(Pool, null, owners, grains, time);
    }

    /// <summary>Whether runs may rely on models that silos serve, this one or others.</summary>
    public bool MayServe => _own != OwnEndpoints.None;

    /// <summary>The pool.</summary>
    public ModelPool Pool { get; }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_own.Spec.NamesAny) return Task.CompletedTask;
        Pool.Start();
        _offers.Start();
        return Task.CompletedTask;
    }

    /// <summary>Offers nothing any more.</summary>
    internal Task LeaveAsync() => _offers.StopAsync();

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped) return;
        _stopped = true;
        await LeaveAsync();
        await Pool.DisposeAsync();
    }
}
