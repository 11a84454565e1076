using System.Buffers;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.ModelServers.Answers;
using NaturalThoughts.ModelServers.Counting;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.ModelServers.Protocol;
using NaturalThoughts.ModelServers.Settings;

namespace NaturalThoughts.ModelServers;

/// <summary>Sends one answer, as fast as the settings say, and breaks it off where a fault says so.</summary>
/// <remarks>A try ends before its last bytes are sent: who has read the answer finds it counted and its slot free.</remarks>
sealed class Exchange(
    HttpContext context, Reply reply, ServerSettings settings, Fault fault, Counts.Try attempt, Action completed, TimeProvider time)
{
    /// <summary>Bytes of text in a chunk that is not paced.</summary>
    const int ChunkBytes = 4096;

    const ulong PlaceSeed = 17;

    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    readonly HttpResponse _response = context.Response;
    readonly ulong _drawn = SeededHash.Of(PlaceSeed + (ulong)attempt.Number, reply.Request.Content);

    /// <summary>Waits for the first token and sends the answer, or what comes instead of it.</summary>
    /// <exception cref="OperationCanceledException">The client gave up, or the server stops.</exception>
    public async Task RunAsync(ArrayBufferWriter<byte> buffer, CancellationToken cancellation)
    {
        if (settings.Latency > TimeSpan.Zero) await Task.Delay(settings.Latency, time, cancellation);
        if (fault is Fault.ServerError)
        {
            attempt.Break();
            await Errors.FailAsync(context, _drawn);
        }
        else if (reply.Request.Stream) await StreamAsync(buffer, cancellation);
        else await WholeAsync(buffer, cancellation);
    }

    // Faults within the text come after a tenth to nine tenths of it.
    int BreaksAt(int length) => fault is Fault.Reset or Fault.Stall or Fault.Malformed
        ? Math.Max(1, (int)(length * (0.1 + 0.8 * Chance.Share(_drawn)))) : length;

    async Task StreamAsync(ArrayBufferWriter<byte> buffer, CancellationToken cancellation)
    {
        _response.ContentType = "text/event-stream; charset=utf-8";
        reply.WriteStart(buffer);
        await TextAsync(buffer, BreaksAt(reply.Length), cancellation);
        if (fault is Fault.Malformed) reply.WriteMalformed(buffer);
        else if (fault is not (Fault.Reset or Fault.Stall)) reply.WriteEnd(buffer);
        await EndAsync(buffer, cancellation);
    }

    async Task WholeAsync(ArrayBufferWriter<byte> buffer, CancellationToken cancellation)
    {
        if (settings.TokensPerSecond > 0)
            await Task.Delay(TimeSpan.FromSeconds(Answer.TokensOf(reply.Length) / settings.TokensPerSecond), time, cancellation);
        reply.WriteWhole(buffer);
        var sent = BreaksAt(buffer.WrittenCount);
        _response.ContentType = "application/json";
        _response.ContentLength = fault is Fault.Malformed ? sent : buffer.WrittenCount;
        if (sent < buffer.WrittenCount) Shorten(buffer, sent);
        await EndAsync(buffer, cancellation);
    }

    /// <summary>Sends the text up to a place; unpaced it only writes it.</summary>
    async Task TextAsync(ArrayBufferWriter<byte> buffer, int length, CancellationToken cancellation)
    {
        var rate = settings.TokensPerSecond;
        var started = time.GetTimestamp();
        for (var written = 0; written < length;)
        {
            if (rate == 0)
            {
                written = reply.WriteText(buffer, written, Math.Min(length, written + ChunkBytes));
                continue;
            }

            // Token number n is due after n / rate; what fell due while this slept goes into one chunk.
            var elapsed = time.GetElapsedTime(started);
            var due = (long)(elapsed.TotalSeconds * rate + 1) * Answer.TokenBytes;
            if (due > written) written = reply.WriteText(buffer, written, (int)Math.Min(length, due));
            else
            {
                await FlushAsync(buffer, cancellation);
                var wait = TimeSpan.FromSeconds(written / Answer.TokenBytes / rate) - elapsed;
                await Task.Delay(wait < ShortestWait ? ShortestWait : wait, time, cancellation);
            }
        }
    }

    async Task EndAsync(ArrayBufferWriter<byte> buffer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (fault)
        {
            case Fault.Reset:
                await FlushAsync(buffer, cancellation);
                attempt.Break();
                context.Abort();
                break;
            case Fault.Stall:
                await FlushAsync(buffer, cancellation);
                await Task.Delay(settings.Stall, time, cancellation);
                attempt.Break();
                context.Abort();
                break;
            case Fault.Malformed:
                attempt.Break();
                await FlushAsync(buffer, cancellation);
                break;
            default:
                completed();
                await FlushAsync(buffer, cancellation);
                break;
        }
    }

    static void Shorten(ArrayBufferWriter<byte> buffer, int length)
    {
        var kept = buffer.WrittenSpan[..length].ToArray();
        buffer.ResetWrittenCount();
        buffer.Write(kept);
    }

    async Task FlushAsync(ArrayBufferWriter<byte> buffer, CancellationToken cancellation)
    {
        if (buffer.WrittenCount == 0) return;
        await _response.Body.WriteAsync(buffer.WrittenMemory, cancellation);
        buffer.ResetWrittenCount();
    }
}
