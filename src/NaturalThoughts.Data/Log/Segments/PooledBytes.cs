using System.Buffers;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>Bytes in memory that goes back to a pool.</summary>
/// <param name="capacity">Most bytes.</param>
sealed class PooledBytes(int capacity) : IDisposable
{
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Room for more.</summary>
    public Span<byte> Rest => _bytes.AsSpan(Length);

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> more)
    {
        more.CopyTo(Rest);
        Length += more.Length;
    }

    /// <summary>So many were written into <see cref="Rest"/>.</summary>
    public void Advance(int more) => Length += more;

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, Length) = ([], 0);
    }
}
