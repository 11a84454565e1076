using System.Buffers;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Intake;

/// <summary>A window on a stream that grows as long as a row needs it; rows are parsed where they lie.</summary>
sealed class RowBuffer(Stream stream) : IDisposable
{
    const int Chunk = 256 * 1024;

    byte[] _bytes = ArrayPool<byte>.Shared.Rent(Chunk);
    int _start;
    int _end;
    bool _ended;

    /// <summary>Why the stream ended before its end, once <see cref="Fill"/> has said false.</summary>
    public Rejection? Broken { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    /// <summary>The first bytes of the window; valid until the next <see cref="Fill"/>.</summary>
    public ReadOnlyMemory<byte> First(int length) => _bytes.AsMemory(_start, length);

    public void Advance(int count) => _start += count;

    /// <summary>Reads more behind the window; false when there is no more.</summary>
    public async ValueTask<bool> Fill(CancellationToken cancellation)
    {
        if (_ended) return false;
        MakeRoom();
        try
        {
            var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellation);
            _end += read;
            _ended = read == 0;
        }
        catch (EndOfStreamException)
        {
            _ended = true;
            Broken = new("truncated-file", "The compressed data end within this row; what stands before it was read.");
        }
        catch (Exception corrupt) when (corrupt is InvalidDataException or ZstdSharp.ZstdException)
        {
            _ended = true;
            Broken = new("corrupt-file", "The compressed data are damaged within this row; what stands before it was read.");
        }

        return !_ended;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
        _ended = true;
    }

    void MakeRoom()
    {
        if (_start > 0)
        {
            Bytes.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_bytes.Length - _end >= Chunk / 2) return;
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
