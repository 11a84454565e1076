using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace NaturalThoughts.Data.Intake;

/// <summary>
/// Decompresses a gzip file and says when it was cut. <see cref="GZipStream"/> checks the sums of complete members but takes a missing end
/// for
/// the end; the last member's length in the file's last four bytes tells. Where several members were joined, a second pass checks the last
/// one's sum.
/// </summary>
sealed class VerifiedGzipStream(FileStream file) : Stream
{
    const int TrailerLength = 8;

    readonly GZipStream _gzip = new(file, CompressionMode.Decompress, leaveOpen: true);
    long _length;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _gzip.ReadAsync(buffer, cancellationToken);
        _length += read;
        if (read == 0 && !buffer.IsEmpty && !await IsWhole(cancellationToken)) throw new EndOfStreamException();
        return read;
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }

    async ValueTask<bool> IsWhole(CancellationToken cancellation)
    {
        if (file.Length < TrailerLength) return false;
        var trailer = new byte[TrailerLength];
        file.Position = file.Length - TrailerLength;
        await file.ReadExactlyAsync(trailer, cancellation);
        var lastMember = BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(4));
        if ((uint)_length == lastMember) return true;
        return lastMember < _length && await SumOfLast(lastMember, cancellation) == BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    async ValueTask<uint> SumOfLast(long count, CancellationToken cancellation)
    {
        file.Position = 0;
        using var again = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var sum = new Crc32();
        var buffer = new byte[128 * 1024];
        var skip = _length - count;
        for (int read; (read = await again.ReadAsync(buffer, cancellation)) > 0; skip -= read)
            if (skip < read) sum.Append(buffer.AsSpan((int)Math.Max(skip, 0), read - (int)Math.Max(skip, 0)));
        return sum.GetCurrentHashAsUInt32();
    }
}
