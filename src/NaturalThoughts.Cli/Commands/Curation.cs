using NaturalThoughts.Cli.Runs;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>One session of <c>curate</c>.</summary>
sealed class Curation(Invocation invocation)
{
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    readonly Screen _screen = invocation.Screen;

    /// <summary>Prints what would be done.</summary>
    public async Task<int> PreviewAsync(CurateOrder order)
    {
        var preview = await invocation.Place.PreviewAsync(order);
        if (preview.Ok && (await invocation.Place.ListAsync()).Value is { } there && there.Runs.Contains(preview.Value.Run))
            _screen.Say("[yellow]The run is there already:[/] these are the sums of all; what is committed is not asked for again.");
        return invocation.Show(preview, PreviewTable.Draw);
    }

    /// <summary>Curates until all is done, or somebody interrupts.</summary>
    public async Task<int> RunAsync(CurateOrder order)
    {
        var spec = RunCatalog.Read(order);
        if (!spec.Ok) return _screen.Problems(spec.Problems);
        await using var session = await invocation.Place.StartAsync(spec.Value.Run);
        return await RunAsync(session, run => run.Curate(order), $"curate {order.FileName}");
    }

    /// <summary>Goes on with a run under the spec in force; where it goes on without this command, that is all.</summary>
    public async Task<int> ResumeAsync(string run)
    {
        var opened = await invocation.Place.OpenAsync(run);
        if (!opened.Ok) return _screen.Problems(opened.Problems);
        await using var session = opened.Value;
        if (!invocation.Place.Outlives) return await RunAsync(session, grain => grain.Resume(), $"resume {run}");
        return invocation.Show(await session.Run.Resume(), (console, _) => console.WriteLine($"{run} goes on"));
    }

    async Task<int> RunAsync(RunSession session, Func<IRunGrain, Task<Checked<Acceptance>>> begin, string again)
    {
        using var interrupts = new Interrupts();
        var accepted = await begin(session.Run);
        if (!accepted.Ok) return _screen.Problems(accepted.Problems);
        if (!accepted.Value.Started) return Refuse(accepted.Value);

        var status = await WatchAsync(session, interrupts);
        if (!status.Phase.HasEnded()) return Leave(status.Run, again);
        if (status.Phase is RunPhase.Failed) return _screen.Problems(status.Problems, ExitCode.Failed);
        var pool = _screen.Json || status.Phase is not RunPhase.Done ? [] : await session.Run.Distributions(null);
        _screen.Result(status, (console, result) =>
        {
            RunTables.Draw(console, result with { Problems = [] });
            RunTables.Draw(console, pool);
        });
        return Conclude(status, again);
    }

    int Refuse(Acceptance acceptance) => _screen.Problems(
    [
        .. acceptance.Orphaned.Select(orphan => new Problem(
            Lost(orphan), Fix: "Agree with `--yes` (they stay in the log), or undo the change.")),
    ]);

    static string Lost(OrphanedResponses orphan)
    {
        var who = $"{Display.Count(orphan.Count)} responses of {orphan.Role.ToString().ToLowerInvariant()} `{orphan.Model}`";
        if (orphan.Rubric is not { } rubric) return $"{who} no longer match the spec: they would be asked for again.";
        var tokens = orphan.MeanTokens is { } mean
            ? $", about {Display.Count((long)(mean * orphan.Calls))} output tokens at {mean:0} each so far" : "";
        return $"{who} for `{rubric}` no longer match the spec: up to {Display.Count(orphan.Calls)} calls{tokens}.";
    }

    async Task<RunStatus> WatchAsync(RunSession session, Interrupts interrupts)
    {
        var progress = new ProgressLine(TimeProvider.System);
        RunStatus status;
        Task? stopping = null;
        async Task<RunStatus> LoopAsync(Action<RunStatus> show)
        {
            while (true)
            {
                status = await session.Run.Status();
                show(status);
                if (status.Phase.HasEnded() || (interrupts.Requested && invocation.Place.Outlives)) break;
                if (interrupts.Requested && stopping is null)
                {
                    _screen.Say("[yellow]Stopping:[/] responses under way get 10 seconds. "
                        + "Interrupt again to leave at once; nothing committed is lost.");
                    stopping = session.Run.Pause();
                }

                await Task.Delay(Poll);
            }

            if (stopping is not null) await stopping;
            return status;
        }

        return _screen is { Json: false, Error.Profile.Capabilities.Interactive: true }
            ? await _screen.Error.Status().StartAsync("Starting", context =>
                LoopAsync(now => context.Status(Markup.Escape(progress.Of(now)))))
            : await LoopAsync(now =>
            {
                foreach (var line in progress.News(now)) _screen.Say(Markup.Escape(line));
            });
    }

    // A server does not stop because somebody looks away.
    int Leave(string run, string again)
    {
        var place = Markup.Escape(invocation.Place.Option);
        _screen.Say($"[yellow]Left.[/] The run goes on at the server; `naturalthoughts pause {run}{place}` stops it, "
            + $"`naturalthoughts {Markup.Escape(again)}{place}` shows its progress again.");
        return ExitCode.Interrupted;
    }

    int Conclude(RunStatus status, string again)
    {
        if (status.Phase.IsStopped())
        {
            _screen.Say($"[yellow]Stopped.[/] Go on with: naturalthoughts {Markup.Escape(again + invocation.Place.Option)}");
            return ExitCode.Interrupted;
        }

        // The result is printed already: these stand beside it.
        _screen.Complain(status.Problems);
        if (status.Counts.Stuck > 0)
        {
            _screen.Complain([new(
                $"{Display.Count(status.Counts.Stuck)} questions ended in a defect of the program.",
                Fix: "Run again with `--verbose` and report what it says; all else is done.")]);
            return ExitCode.Failed;
        }

        if (status.Problems.Length > 0) return ExitCode.Partial;
        if (status.NothingNew) _screen.Say("Nothing was left to do: all that the spec asks for was there already.");
        if (status.FailedShare <= status.MaxFailed) return ExitCode.Done;
        _screen.Complain([new(
            $"{100 * status.FailedShare:0.0} % of the rows or of the responses failed, "
            + $"more than `limits.max_failed` allows ({100 * status.MaxFailed:0.##} %). The datasets hold the rest.",
            Fix: "See the reasons above; reopen a class of them with "
                + $"`naturalthoughts retry {status.Run} --reason REASON{invocation.Place.Option}`.")]);
        return ExitCode.Partial;
    }
}
