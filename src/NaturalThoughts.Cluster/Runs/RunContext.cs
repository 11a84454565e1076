using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What every grain of a run on this silo shares: the accepted spec and what follows from it.</summary>
public sealed class RunContext : IAsyncDisposable
{
    readonly CancellationTokenSource _stopping = new();

    internal RunContext(RunSpec spec, string baseFolder, RunFolder folder, AnnotatorSet annotators, ModelPool models)
    {
        (Spec, BaseFolder, Folder, Annotators, Models) = (spec, baseFolder, folder, annotators, models);
        Schema = SpecExpressions.Schema(spec);
        Plan = new(spec, annotators.Digest);
        Stopping = _stopping.Token;
    }

    /// <summary>The run's name.</summary>
    public string Name => Spec.Run;

    /// <summary>The accepted spec.</summary>
    public RunSpec Spec { get; }

    /// <summary>The folder the spec's paths are relative to.</summary>
    public string BaseFolder { get; }

    /// <summary>Where the run is kept.</summary>
    public RunFolder Folder { get; }

    /// <summary>The run's columns.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>The annotators with their parameters.</summary>
    public AnnotatorSet Annotators { get; }

    /// <summary>What is asked about every question.</summary>
    public QuestionPlan Plan { get; }

    /// <summary>Where models are served.</summary>
    public ModelPool Models { get; }

    /// <summary>Cancelled when responses under way are to be given up.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Endpoints with what they serve and how busy they are, one line each.</summary>
    public ImmutableArray<string> EndpointLines() => [.. Models.Snapshot().Endpoints.Select(endpoint =>
        $"{endpoint.Name}: {endpoint.State.ToString().ToLowerInvariant()}, {endpoint.InFlight}/{endpoint.Slots} slots"
        + (endpoint.Models.IsEmpty ? "" : $", serves {string.Join(", ", endpoint.Models.Select(model => model.Id))}")
        + (endpoint.Reason is { } reason ? $" ({reason.Reason}: {reason.Detail})" : ""))];

    /// <summary>Models the spec asks that no endpoint serves now; the run waits for them.</summary>
    public ImmutableArray<string> Unserved()
    {
        var served = Models.Snapshot();
        var asked = Spec.Teachers.Concat(Spec.Baselines).Select(name => Spec.Models[name].Model).Distinct();
        return [.. asked.Where(model => !served.Model(model).Served)];
    }

    /// <summary>Gives responses under way up.</summary>
    public void Abort() => _stopping.Cancel();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Models.DisposeAsync();
        _stopping.Dispose();
    }
}
