using System.Globalization;
using System.Text;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.ModelServers.Counting;

/// <summary>A file with a line for each answer sent whole, <c>digest TAB time</c>, so that counts outlive the server.</summary>
/// <remarks>A line is handed to the system before the answer's end is sent: it outlives the process, not a power failure.</remarks>
sealed class CompletionLog : IDisposable
{
    readonly Lock _gate = new();
    readonly FileStream _file;

    CompletionLog(FileStream file) => _file = file;

    /// <summary>Opens or makes the file; its folder must be there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="each">Gets the digest of each line in it.</param>
    /// <exception cref="InvalidDataException">A line is none of this log's.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static CompletionLog Open(string path, Action<UInt128> each)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            file.SetLength(Read(file, path, each));
            file.Seek(0, SeekOrigin.End);
            return new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line.</summary>
    public void Add(UInt128 digest, DateTimeOffset time)
    {
        var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{new Digest(digest)}\t{time.UtcDateTime:O}\n"));
        lock (_gate) _file.Write(line);
    }

    /// <summary>Forgets all lines.</summary>
    public void Clear()
    {
        lock (_gate) _file.SetLength(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _file.Dispose();
    }

    // The length of its whole lines: what a killed server left of its last one is dropped.
    static long Read(Stream file, string path, Action<UInt128> each)
    {
        using var reader = new StreamReader(file, Encoding.ASCII, leaveOpen: true);
        var (rest, number, length) = (reader.ReadToEnd(), 0, 0);
        while (rest.IndexOf('\n', length) is var end and >= 0)
        {
            number++;
            if (!Digest.TryParse(rest[length..end].Split('\t')[0], out var digest))
                throw new InvalidDataException($"{path}:{number}: No line of a log of completions, which is `digest TAB time`.");
            each(digest.Value);
            length = end + 1;
        }

        return length;
    }
}
