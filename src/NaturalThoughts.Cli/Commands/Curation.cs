using System.Collections.Immutable;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>One session of <c>curate</c>.</summary>
sealed class Curation(Screen screen, string root, bool verbose)
{
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>Prints what would be done.</summary>
    public async Task<int> PreviewAsync(CurateOrder order, CancellationToken cancellation)
    {
        var preview = await CurationPreview.OfAsync(order, cancellation);
        if (!preview.Ok) return screen.Problems(preview.Problems);
        screen.Result(preview.Value, PreviewTable.Draw);
        return ExitCode.Done;
    }

    /// <summary>Curates until all is done, or somebody interrupts.</summary>
    public async Task<int> RunAsync(CurateOrder order, CancellationToken cancellation)
    {
        var spec = RunCatalog.Read(order);
        if (!spec.Ok) return screen.Problems(spec.Problems);
        using var interrupts = new Interrupts();
        await using var session = await RunSession.StartAsync(root, spec.Value.Run, verbose, cancellation);
        var accepted = await session.Run.Curate(order);
        if (!accepted.Ok) return screen.Problems(accepted.Problems);
        if (!accepted.Value.Started) return Refuse(accepted.Value);

        var status = await WatchAsync(session, interrupts);
        if (status.Phase is RunPhase.Failed) return screen.Problems(status.Problems, ExitCode.Failed);
        screen.Result(status, RunTables.Draw);
        return Conclude(status, order);
    }

    int Refuse(Acceptance acceptance)
    {
        var lost = acceptance.Orphaned.Select(orphan => new Problem(
            $"{Display.Count(orphan.Count)} responses of {orphan.Role.ToString().ToLowerInvariant()} `{orphan.Model}` no longer match the spec: they would be asked for again.",
            Fix: "Agree with `--yes` (they stay in the log), or undo the change.")).ToImmutableArray();
        return screen.Problems(lost);
    }

    async Task<RunStatus> WatchAsync(RunSession session, Interrupts interrupts)
    {
        var progress = new ProgressLine();
        RunStatus status;
        Task? stopping = null;
        async Task<RunStatus> LoopAsync(Action<string> show)
        {
            while (true)
            {
                status = await session.Run.Status();
                if (status.Phase is RunPhase.Done or RunPhase.Failed or RunPhase.Stopped) return status;
                if (interrupts.Requested && stopping is null)
                {
                    screen.Say("[yellow]Stopping:[/] responses under way get 10 seconds. Interrupt again to leave at once; nothing committed is lost.");
                    stopping = session.Run.Stop();
                }

                show(progress.Of(status));
                await Task.Delay(Poll);
            }
        }

        return screen is { Json: false, Error.Profile.Capabilities.Interactive: true }
            ? await screen.Error.Status().StartAsync("Starting", context => LoopAsync(text => context.Status(Markup.Escape(text))))
            : await LoopAsync(text =>
            {
                if (progress.IsNews(text)) screen.Say(Markup.Escape(text));
            });
    }

    int Conclude(RunStatus status, CurateOrder order)
    {
        if (status.Phase is RunPhase.Stopped)
        {
            screen.Say($"[yellow]Stopped.[/] Go on with: naturalthoughts curate {Markup.Escape(order.FileName)}{(root == "./runs" ? "" : $" --root {Markup.Escape(root)}")}");
            return ExitCode.Interrupted;
        }

        if (status.Counts.Stuck > 0)
            return screen.Problems(
                [new($"{Display.Count(status.Counts.Stuck)} questions ended in a defect of the program.", Fix: "Run again with `--verbose` and report what it says; all else is done.")], ExitCode.Failed);
        if (status.NothingNew) screen.Say("Nothing was left to do: all that the spec asks for was there already.");
        if (status.FailedShare <= status.MaxFailed) return ExitCode.Done;
        return screen.Problems(
            [new($"{100 * status.FailedShare:0.0} % of what was asked failed, more than `limits.max_failed` allows ({100 * status.MaxFailed:0.##} %). The datasets hold the rest.",
                Fix: $"See the reasons above; reopen a class of them with `naturalthoughts retry {status.Run} --reason REASON`.")], ExitCode.TooManyFailed);
    }
}
