using System.Text;

namespace NaturalThoughts.Data.Storage;

/// <summary>
/// Writes files that fit in memory. The file API's own way reserves room first, and names no error number where there is none: a full
/// disk would be said as an unknown refusal.
/// </summary>
public static class SmallFile
{
    /// <summary>Writes a file, in place of one that is there, and brings it to the disk.</summary>
    /// <exception cref="StorageException">The storage refused.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (StorageException.Explains(e))
        {
            throw StorageException.Of("write the file", path, e);
        }
    }

    /// <summary>Writes a text as UTF-8.</summary>
    /// <exception cref="StorageException">The storage refused.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));
}
