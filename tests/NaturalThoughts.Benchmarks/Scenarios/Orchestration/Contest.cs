using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>A silo and a bare loop, both warm, that work in turn.</summary>
sealed class Contest : IAsyncDisposable
{
    static readonly TimeSpan Warm = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    readonly SiloProcess _silo;
    readonly TimeSpan _window;

    Contest(SiloProcess silo, TimeSpan window) => (_silo, _window) = (silo, window);

    /// <summary>Where the run's log is.</summary>
    public string Run => Path.Combine(_silo.Folder, "runs", "bench");

    /// <summary>Starts the silo, and waits until what is called often has been compiled for good.</summary>
    /// <param name="models">The model server's address.</param>
    /// <param name="effort">How many pairs, and how long they are.</param>
    /// <param name="rate">Completions a second that it surely does not reach: the run must not end.</param>
    public static async Task<Contest> StartAsync(string models, Effort effort, int rate)
    {
        var window = Longest * Math.Clamp(effort.Scale, 0.2, 1);
        var silo = await SiloProcess.StartAsync([$"Inference:Endpoints={models}/v1"]);
        var contest = new Contest(silo, window);
        await silo.CurateAsync((int)(rate * (Warm + (effort.Pairs + 1) * (window + Settled * 3)).TotalSeconds));
        while (await silo.SealedAsync() == 0) await Task.Delay(100);
        await Task.Delay(Warm);
        await silo.TurnAsync("pause");
        return contest;
    }

    /// <summary>A turn of the silo's.</summary>
    /// <param name="each">Is given what was seen.</param>
    public Func<Task<double>> OursAsync(List<Steady> each) => async () =>
    {
        await _silo.TurnAsync("resume");
        // A run that goes on reads its logs first.
        for (var before = await _silo.SealedAsync(); await _silo.SealedAsync() <= before;) await Task.Delay(50);
        await Task.Delay(Settled);
        each.Add(await Steady.OfAsync(_window, _silo.SealedAsync, () => _silo.Cpu));
        await _silo.TurnAsync("pause");
        return each[^1].Each;
    };

    /// <summary>A turn of the loop's, which has this process for itself.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="each">Is given what was seen.</param>
    public Func<Task<double>> TheirsAsync(BareLoop loop, List<Steady> each) => async () =>
    {
        using var stop = new CancellationTokenSource();
        var running = loop.RunAsync(stop.Token);
        await Task.Delay(Settled);
        each.Add(await Steady.OfAsync(_window, () => Task.FromResult(loop.Done), () => Environment.CpuUsage.TotalTime));
        await stop.CancelAsync();
        await running;
        return each[^1].Each;
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _silo.DisposeAsync();
}
