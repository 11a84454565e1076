using NaturalThoughts.Cli.Remote;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Verification;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server.Api;

namespace NaturalThoughts.Cli.Runs;

/// <summary>Runs at a server.</summary>
/// <param name="server">The connection.</param>
/// <param name="option">What a follow-up command needs to find it again.</param>
/// <param name="cancellation">Gives waiting up.</param>
sealed class ServerRuns(ServerLink server, string option, CancellationToken cancellation) : IRunPlace
{
    /// <inheritdoc/>
    public string Option => option;

    /// <inheritdoc/>
    public bool Outlives => true;

    /// <inheritdoc/>
    public Task<Checked<RunList>> ListAsync() => server.GetAsync<RunList>("runs");

    /// <inheritdoc/>
    public async Task<RunSession> StartAsync(string run)
    {
        // Before anything is begun: whether it is there, lets us in, and is of our version.
        var about = await server.GetAsync<About>("");
        return about.Ok ? SessionOf(run) : throw new ServerProblem(about.Problems);
    }

    /// <inheritdoc/>
    public async Task<Checked<RunSession>> OpenAsync(string run) =>
        RunFolder.CheckName("run", run) is { } problem ? new([problem]) : await SessionOf(run).OpenedAsync(cancellation);

    /// <inheritdoc/>
    public async Task<RunSpec?> SpecAsync(string run) => RunFolder.CheckName("run", run) is null
        ? (await server.GetAsync<AcceptedSpec>($"runs/{run}/spec")).Value?.Read(run).Value
        : null;

    /// <inheritdoc/>
    public Task<Checked<CurationPreview>> PreviewAsync(CurateOrder order) => server.PostAsync<CurationPreview>("previews", order);

    /// <inheritdoc/>
    public async Task<Checked<VerificationReport>> VerifyAsync(string run) => RunFolder.CheckName("run", run) is { } problem
        ? new([problem])
        : await server.GetAsync<VerificationReport>($"runs/{run}/verification");

    /// <inheritdoc/>
    public string Folder(string name) => name;

    /// <inheritdoc/>
    public string FileName(string name) => name;

    RunSession SessionOf(string run) => new(new RemoteRun(server, run), () =>
    {
        server.Dispose();
        return ValueTask.CompletedTask;
    });
}
