using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Traces;

/// <summary>The responses of this silo that are paid for and not yet durable. Above a bound no new call starts: a slow disk slows the
/// models, and does not fill the memory. Safe for concurrent use.</summary>
/// <param name="capacity">The bound, bytes of text.</param>
sealed class UncommittedResponses(long capacity = 64 << 20)
{
    readonly Lock _gate = new();
    TaskCompletionSource? _room;
    long _bytes;

    /// <summary>Waits until a call may start.</summary>
    public async Task RoomAsync(CancellationToken cancellation)
    {
        while (Room() is { } room) await room.WaitAsync(cancellation);
    }

    /// <summary>Counts a response from now until it is committed or given up.</summary>
    public IDisposable Hold(Response response) => new Held(this, sizeof(char) * response.Chars);

    Task? Room()
    {
        lock (_gate)
        {
            return _bytes < capacity ? null : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    void Add(long bytes)
    {
        lock (_gate)
        {
            _bytes += bytes;
            if (_bytes >= capacity) return;
            _room?.SetResult();
            _room = null;
        }
    }

    sealed class Held : IDisposable
    {
        readonly UncommittedResponses _owner;
        readonly long _bytes;

        public Held(UncommittedResponses owner, long bytes)
        {
            (_owner, _bytes) = (owner, bytes);
            owner.Add(bytes);
        }

        public void Dispose() => _owner.Add(-_bytes);
    }
}
