namespace NaturalThoughts.Inference.Pool;

public sealed partial class ModelPool
{
    readonly CancellationTokenSource _stopping = new();

    /// <summary>Ends when the pool is disposed of, or with the exception that broke it.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to look for models, and to look after endpoints.</summary>
    public void Start()
    {
        PoolInstruments.Pools.Add(this);
        Completion = RunAsync();
    }

    /// <summary>Stops looking after endpoints; requests still waiting are cancelled by their own tokens.</summary>
    public async ValueTask DisposeAsync()
    {
        PoolInstruments.Pools.Remove(this);
        await _stopping.CancelAsync();
        // What broke the pool was for its user to see.
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    async Task RunAsync()
    {
        var ticks = new List<Task>();
        try
        {
            while (true)
            {
                // A tick waits for endpoints to answer, the next one does not wait for it.
                ticks.Add(TickAsync(_stopping.Token));
                await Task.WhenAll(ticks.Where(tick => tick.IsCompleted));
                ticks.RemoveAll(tick => tick.IsCompletedSuccessfully);
                await Task.Delay(_options.Tick, _time, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogStopped(ticks.Count);
        }
    }
}
