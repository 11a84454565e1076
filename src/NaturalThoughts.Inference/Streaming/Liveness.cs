namespace NaturalThoughts.Inference.Streaming;

/// <summary>A token that is cancelled with its parent, or when nothing was heard for too long.</summary>
sealed class Liveness : IDisposable
{
    readonly TimeSpan _silence;
    readonly CancellationTokenSource _silent;
    readonly CancellationTokenSource _linked;

    public Liveness(TimeSpan silence, TimeProvider time, CancellationToken parent)
    {
        _silence = silence;
        _silent = new(silence, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(parent, _silent.Token);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>Whether the deadline passed.</summary>
    public bool Expired => _silent.IsCancellationRequested;

    /// <summary>Something was heard: the deadline starts anew.</summary>
    public void Heard() => _silent.CancelAfter(_silence);

    public void Dispose()
    {
        _linked.Dispose();
        _silent.Dispose();
    }
}
