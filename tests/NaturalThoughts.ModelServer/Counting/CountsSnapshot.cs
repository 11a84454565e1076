using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.ModelServers.Counting;

/// <summary>What became of one request's content.</summary>
/// <param name="Tries">How often it was taken on.</param>
/// <param name="Completed">How often it was answered whole.</param>
/// <param name="Broken">How often its answer broke off, was abandoned, or was an error.</param>
/// <param name="Refused">How often it was turned away with a 429; no try.</param>
public readonly record struct RequestCounts(int Tries, int Completed, int Broken, int Refused);

/// <summary>A server's counts at one moment.</summary>
/// <param name="Each">By the digest of a request's content: model, messages and sampling parameters.</param>
/// <param name="Faults">How often each fault was made, by name.</param>
/// <param name="Running">Requests being answered.</param>
/// <param name="HighestRunning">The most there ever were.</param>
/// <param name="Busy">How long requests were being answered, all of them together: one slot's time for each.</param>
public sealed record CountsSnapshot(
    ImmutableSortedDictionary<string, RequestCounts> Each, ImmutableSortedDictionary<string, int> Faults,
    int Running, int HighestRunning, TimeSpan Busy)
{
    /// <summary>Over all contents.</summary>
    public RequestCounts Total { get; } = Each.Values.Aggregate(
        new RequestCounts(),
        (sum, one) => new(sum.Tries + one.Tries, sum.Completed + one.Completed, sum.Broken + one.Broken, sum.Refused + one.Refused));

    /// <summary>How many contents were answered whole more than once.</summary>
    public int CompletedAgain { get; } = Each.Values.Count(one => one.Completed > 1);

    /// <summary>The counts as one JSON object.</summary>
    /// <param name="each">Whether each content's are in it.</param>
    internal byte[] ToJson(bool each)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("contents", Each.Count);
        Write(writer, Total);
        writer.WriteNumber("completed_again", CompletedAgain);
        writer.WriteNumber("running", Running);
        writer.WriteNumber("highest_running", HighestRunning);
        writer.WriteNumber("busy_seconds", Busy.TotalSeconds);
        writer.WriteStartObject("faults");
        foreach (var (name, count) in Faults) writer.WriteNumber(name, count);
        writer.WriteEndObject();
        if (each) WriteEach(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    void WriteEach(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("each");
        foreach (var (digest, counts) in Each)
        {
            writer.WriteStartObject(digest);
            Write(writer, counts);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, RequestCounts counts)
    {
        writer.WriteNumber("tries", counts.Tries);
        writer.WriteNumber("completed", counts.Completed);
        writer.WriteNumber("broken", counts.Broken);
        writer.WriteNumber("refused", counts.Refused);
    }
}
