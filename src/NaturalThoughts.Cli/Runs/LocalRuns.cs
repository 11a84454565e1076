using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Verification;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server;
using NaturalThoughts.Server.Api;

namespace NaturalThoughts.Cli.Runs;

/// <summary>Runs in a folder, worked on by a silo in this process.</summary>
/// <param name="root">The folder.</param>
/// <param name="verbose">Whether the silo's log is shown.</param>
/// <param name="cancellation">Gives a start up.</param>
sealed class LocalRuns(string root, bool verbose, CancellationToken cancellation) : IRunPlace
{
    /// <inheritdoc/>
    public string Option => root == CommandSettings.DefaultRoot ? "" : $" --root {root}";

    /// <inheritdoc/>
    public bool Outlives => false;

    /// <inheritdoc/>
    public Task<Checked<RunList>> ListAsync()
    {
        var runs = RunFolder.List(root).Select(run => run.Run).ToList();
        return Task.FromResult(runs.Count == 0 && !Directory.Exists(root)
            ? new([new Problem("There is no such folder of runs.", root,
                Fix: "Make a run with `naturalthoughts curate SPEC`, or name its folder with `--root`.")])
            : new Checked<RunList>(new RunList(root, [.. runs])));
    }

    /// <inheritdoc/>
    /// <exception cref="SiloStartException">The silo cannot start.</exception>
    public async Task<RunSession> StartAsync(string run)
    {
        try
        {
            var host = await LocalSilo.StartAsync(root, verbose, cancellation);
            return new(host.Services.GetRequiredService<IGrainFactory>().GetGrain<IRunGrain>(run), async () =>
            {
                await host.StopAsync(CancellationToken.None);
                host.Dispose();
            });
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new SiloStartException(error);
        }
    }

    /// <inheritdoc/>
    public async Task<Checked<RunSession>> OpenAsync(string run)
    {
        // What is wrong with a name is said before anything is started.
        var folder = RunFolder.Of(root, run);
        if (!folder.Ok) return new(folder.Problems);
        if (!Directory.Exists(folder.Value.Path)) return new([RunCatalog.NoSuchRun(run, root)]);
        return await (await StartAsync(run)).OpenedAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task<RunSpec?> SpecAsync(string run) => Task.FromResult(
        RunFolder.Of(root, run) is { Ok: true, Value: { } folder } ? AcceptedSpec.Of(folder)?.Read(folder.Spec).Value : null);

    /// <inheritdoc/>
    public Task<Checked<CurationPreview>> PreviewAsync(CurateOrder order) => CurationPreview.OfAsync(order, root, cancellation);

    /// <inheritdoc/>
    public async Task<Checked<VerificationReport>> VerifyAsync(string run)
    {
        // A run whose control log is damaged is one to verify, so nothing is opened.
        var folder = RunFolder.Of(root, run);
        if (!folder.Ok) return new(folder.Problems);
        return Directory.Exists(folder.Value.Path)
            ? new(await LogVerifier.VerifyAsync(folder.Value, cancellation))
            : new([RunCatalog.NoSuchRun(run, root)]);
    }

    /// <inheritdoc/>
    public string Folder(string name) => Path.GetFullPath(name);

    /// <inheritdoc/>
    // A file stands in the caller's folder; the run looks for names beside its spec.
    public string FileName(string name) => File.Exists(name) ? Path.GetFullPath(name) : name;
}
