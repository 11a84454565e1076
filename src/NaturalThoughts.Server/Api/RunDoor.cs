using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server.Api.Json;

namespace NaturalThoughts.Server.Api;

/// <summary>Leads requests to the grain of their run.</summary>
sealed class RunDoor(IGrainFactory grains, RunCatalog catalog)
{
    /// <summary>The run's coordinator, whether or not the run is there.</summary>
    public IRunGrain Grain(string run) => grains.Run(run);

    /// <summary>The folder of a run that is there.</summary>
    /// <exception cref="ProblemsException">There is none.</exception>
    public RunFolder Folder(string run)
    {
        var folder = RunFolder.Of(catalog.Root, run);
        if (!folder.Ok) throw new ProblemsException(StatusCodes.Status404NotFound, folder.Problems);
        return Directory.Exists(folder.Value.Path)
            ? folder.Value
            : throw new ProblemsException(StatusCodes.Status404NotFound, [RunCatalog.NoSuchRun(run, catalog.Root)]);
    }

    /// <summary>A run that is there, as far as it is read.</summary>
    /// <returns>Null while it is being read.</returns>
    public async Task<Checked<RunStatus>?> LookAsync(string run, CancellationToken cancellation)
    {
        Folder(run);
        return await Grain(run).Open().WaitAsync(cancellation);
    }

    /// <summary>Asks a run that is there and read.</summary>
    public async Task<T> AskAsync<T>(string run, CancellationToken cancellation, Func<IRunGrain, Task<T>> ask)
    {
        await ReadAsync(run, cancellation);
        return await ask(Grain(run)).WaitAsync(cancellation);
    }

    /// <summary>Looks at a run that is there and read.</summary>
    public async Task<T> ViewAsync<T>(string run, CancellationToken cancellation, Func<IRunView, Task<T>> look)
    {
        await ReadAsync(run, cancellation);
        return await look(grains.View(run)).WaitAsync(cancellation);
    }

    /// <summary>A value as the answer, or what stands in its way.</summary>
    public static IResult Answer<T>(Checked<T> result) where T : class => result.Ok ? Answer(result.Value) : Refuse(result.Problems);

    /// <summary>A value as the answer.</summary>
    public static IResult Answer<T>(T value) => Results.Json(value, ApiJson.Options);

    /// <summary>Problems of the request as the answer.</summary>
    public static IResult Refuse(ImmutableArray<Problem> problems) => new ProblemsResult(problems);

    sealed class ProblemsResult(ImmutableArray<Problem> problems) : IResult
    {
        public Task ExecuteAsync(HttpContext context) => ApiErrors.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, problems);
    }

    async Task ReadAsync(string run, CancellationToken cancellation)
    {
        Checked<RunStatus>? opened;
        while ((opened = await LookAsync(run, cancellation)) is null) cancellation.ThrowIfCancellationRequested();
        if (!opened.Ok) throw new ProblemsException(StatusCodes.Status422UnprocessableEntity, opened.Problems);
    }
}
