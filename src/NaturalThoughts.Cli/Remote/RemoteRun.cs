using System.Collections.Immutable;
using NaturalThoughts.Cluster.Datasets;
using NaturalThoughts.Cluster.Reports;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Api;

namespace NaturalThoughts.Cli.Remote;

/// <summary>A run at a server, as if its coordinator were here.</summary>
sealed class RemoteRun(ServerLink server, string run) : IRunGrain
{
    /// <inheritdoc/>
    public Task<Checked<Acceptance>> Curate(CurateOrder order) => server.PostAsync<Acceptance>("runs", order);

    /// <inheritdoc/>
    public Task<Checked<RunStatus>?> Open() => server.TryGetAsync<RunStatus>(Path(""));

    /// <inheritdoc/>
    public Task<RunStatus> Status() => OrThrow(server.GetAsync<RunStatus>(Path("/status")));

    /// <inheritdoc/>
    public Task Pause() => OrThrow(server.PostAsync<CourseReply>(Path("/pause")));

    /// <inheritdoc/>
    public Task<Checked<Acceptance>> Resume() => server.PostAsync<Acceptance>(Path("/resume"));

    /// <inheritdoc/>
    public Task Cancel() => OrThrow(server.PostAsync<CourseReply>(Path("/cancel")));

    /// <inheritdoc/>
    public Task EnsureRunning() => OrThrow(server.PostAsync<CourseReply>(Path("/ensure-running")));

    /// <inheritdoc/>
    public Task<Checked<SelectionReport>> Select(SelectionSpec selection, bool replace) =>
        server.PostAsync<SelectionReport>(Path($"/selections?replace={Text(replace)}"), selection);

    /// <inheritdoc/>
    public Task<Checked<DatasetReport>> Emit(DatasetSpec dataset, bool replace) =>
        server.PostAsync<DatasetReport>(Path($"/datasets?replace={Text(replace)}"), dataset);

    /// <inheritdoc/>
    public Task<Checked<DifficultyRanking>> Rank(int top) => server.GetAsync<DifficultyRanking>(Path($"/ranking?top={top}"));

    /// <inheritdoc/>
    public Task<Checked<TraceExplanation>> Explain(string selection, string trace) => server.GetAsync<TraceExplanation>(
        Path($"/explanation?selection={ServerLink.In(selection)}&trace={ServerLink.In(trace)}"));

    /// <inheritdoc/>
    public Task<Checked<SelectionComparison>> Compare(string left, string right) => server.GetAsync<SelectionComparison>(
        Path($"/comparison?left={ServerLink.In(left)}&right={ServerLink.In(right)}"));

    /// <inheritdoc/>
    public Task<Checked<SelectionOverlap>> Overlap(ImmutableArray<string> selections) => server.GetAsync<SelectionOverlap>(
        Path($"/overlap?{string.Join('&', selections.Select(selection => $"selection={ServerLink.In(selection)}"))}"));

    public Task<Checked<SelectionDocument>> Report(string selection) =>
        server.GetAsync<SelectionDocument>(Path($"/report?selection={ServerLink.In(selection)}"));

    /// <inheritdoc/>
    public async Task<ImmutableArray<DistributionPair>> Distributions(string? selection) => [.. await OrThrow(
        server.GetAsync<DistributionPair[]>(
            Path("/distributions" + (selection is null ? "" : $"?selection={ServerLink.In(selection)}"))))];

    /// <inheritdoc/>
    public async Task<ImmutableArray<QuestionDossier>> Find(string idPrefix, int most) => [.. await OrThrow(
        server.GetAsync<QuestionDossier[]>(Path($"/questions?prefix={ServerLink.In(idPrefix)}&most={most}")))];

    /// <inheritdoc/>
    public async Task<int> Retry(string reason) =>
        (await OrThrow(server.PostAsync<RetryReply>(Path("/retry"), new RetryOrder(reason)))).Reopened;

    string Path(string verb) => $"runs/{ServerLink.In(run)}{verb}";

    static string Text(bool flag) => flag ? "true" : "false";

    // These verbs have no way of saying no, for on one machine the run is there whenever they are asked.
    static async Task<T> OrThrow<T>(Task<Checked<T>> asked) where T : class =>
        await asked is { Ok: true } result ? result.Value! : throw new ServerProblem((await asked).Problems, ExitCode.WrongInput);
}
