namespace NaturalThoughts.Data.Log.Storage;

/// <summary>Files that somebody in this process is reading: compaction leaves them until they are let go.</summary>
/// <remarks>
/// On a local file system a reader keeps what it has opened. On NFS a removal by the same machine leaves a <c>.nfs…</c> file behind, and
/// one by another takes the file from under the reader, who then looks for the range that covers it.
/// </remarks>
static class HeldFiles
{
    static readonly Lock Gate = new();
    static readonly Dictionary<string, int> Holders = new(StringComparer.Ordinal);

    /// <summary>Holds a file until the result is disposed.</summary>
    public static IDisposable Hold(string file)
    {
        file = Path.GetFullPath(file);
        lock (Gate) Holders[file] = Holders.GetValueOrDefault(file) + 1;
        return new Holding(file);
    }

    /// <summary>Does something with a file if nobody holds it, and lets nobody take hold of it meanwhile.</summary>
    /// <returns>Whether it was done.</returns>
    public static bool IfFree(string file, Action action)
    {
        lock (Gate)
        {
            if (Holders.ContainsKey(Path.GetFullPath(file))) return false;
            action();
            return true;
        }
    }

    sealed class Holding(string file) : IDisposable
    {
        string? _file = file;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _file, null) is not { } held) return;
            lock (Gate)
                if (--Holders[held] == 0) Holders.Remove(held);
        }
    }
}
