namespace NaturalThoughts.Inference.Streaming;

/// <summary>Reads through another stream and refuses to hand out more than a cap between two marks, so that one endless line cannot fill
/// the memory.</summary>
sealed class CappedStream(Stream inner, long cap) : Stream
{
    long _sinceMark;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A whole event was read; counting starts again.</summary>
    public void Mark() => _sinceMark = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    int Count(int read)
    {
        _sinceMark += read;
        return _sinceMark <= cap ? read : throw new ResponseTooLargeException();
    }
}

/// <summary>A server sent more than a response may hold.</summary>
sealed class ResponseTooLargeException : Exception;
