using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Traces;

/// <summary>The responses of this silo that are paid for and not yet durable. Above a bound no new call starts: a slow disk slows the
/// models, and does not fill the memory. Safe for concurrent use.</summary>
/// <param name="capacity">The bound, bytes of text.</param>
sealed class UncommittedResponses(long capacity = 64 << 20)
{
    long _bytes;

    /// <summary>Whether a call may start.</summary>
    public bool HasRoom => Interlocked.Read(ref _bytes) < capacity;

    /// <summary>Counts a response from now until it is committed or given up.</summary>
    public IDisposable Hold(Response response) => Hold(sizeof(char) * response.Chars);

    /// <summary>Counts bytes from now until what they say is committed or given up.</summary>
    public IDisposable Hold(long bytes) => new Held(this, bytes);

    sealed class Held : IDisposable
    {
        readonly UncommittedResponses _owner;
        readonly long _bytes;

        public Held(UncommittedResponses owner, long bytes)
        {
            (_owner, _bytes) = (owner, bytes);
            Interlocked.Add(ref owner._bytes, bytes);
        }

        public void Dispose() => Interlocked.Add(ref _owner._bytes, -_bytes);
    }
}
