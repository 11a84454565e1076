namespace NaturalThoughts.Server.Tests.Support;

/// <summary>A silo as a process that is started again whenever it ends.</summary>
sealed class SupervisedSilo : IAsyncDisposable
{
    readonly Func<CommandProcess> _start;
    readonly Func<SupervisedSilo, Task> _lost;
    readonly CancellationTokenSource _ending = new();
    readonly Task _supervising;
    CommandProcess _program;

    /// <summary>Starts it.</summary>
    /// <param name="number">Its number in the cluster.</param>
    /// <param name="start">Starts its process.</param>
    /// <param name="lost">Is told that the process has ended, before the next one is started.</param>
    public SupervisedSilo(int number, Func<CommandProcess> start, Func<SupervisedSilo, Task> lost)
    {
        (Number, _start, _lost, _program) = (number, start, lost, start());
        _supervising = SuperviseAsync();
    }

    public int Number { get; }

    /// <summary>How often it was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Whether its process is stopped.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>What its present process wrote.</summary>
    public string Said => _program.Said;

    /// <summary>Kills it: its supervisor starts it again.</summary>
    /// <returns>False when it has just ended by itself.</returns>
    public bool TryKill()
    {
        if (_program.HasEnded) return false;
        _program.Signal(CommandProcess.Kill);
        return true;
    }

    /// <summary>Stops its process where it stands.</summary>
    public void Stop()
    {
        _program.Signal(CommandProcess.Stop);
        IsStopped = true;
    }

    /// <summary>Lets a stopped process go on.</summary>
    public void Continue()
    {
        IsStopped = false;
        _program.Signal(CommandProcess.Continue);
    }

    /// <summary>Asks it to end, and its supervisor to leave it at that.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        await _ending.CancelAsync();
        await _supervising;
        if (!_program.HasEnded) _program.Signal(CommandProcess.Terminate);
        return await _program.EndAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _supervising;
        _program.Dispose();
    }

    async Task SuperviseAsync()
    {
        try
        {
            while (true)
            {
                await _program.EndedAsync(_ending.Token);
                IsStopped = false;
                await _lost(this);
                _program.Dispose();
                _program = _start();
                Restarts++;
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // It is not to be started again.
        }
    }
}
