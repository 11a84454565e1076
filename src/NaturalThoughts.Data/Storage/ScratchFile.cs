using Microsoft.Win32.SafeHandles;

namespace NaturalThoughts.Data.Storage;

/// <summary>A file of this machine's temporary folder that nobody else sees and that is gone with the process, however that ends: what is
/// too much for memory and can be made again.</summary>
/// <remarks>One writer; reads of what was written may go on beside it.</remarks>
public sealed class ScratchFile : IDisposable
{
    readonly SafeFileHandle _file;

    /// <summary>An empty file.</summary>
    /// <exception cref="StorageException">The temporary folder refuses.</exception>
    public ScratchFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"naturalthoughts-{Guid.NewGuid():N}");
        try
        {
            _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            // Only the name: the file lasts as long as it is open.
            File.Delete(path);
        }
        catch (Exception error) when (StorageException.Explains(error))
        {
            throw Refused(error);
        }
    }

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Writes behind what is there.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, Length);
        }
        catch (Exception error) when (StorageException.Explains(error))
        {
            throw Refused(error);
        }

        Length += bytes.Length;
    }

    /// <summary>Reads as many bytes as there is room for.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="bytes">Gets them; all were written.</param>
    public void Read(long offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = RandomAccess.Read(_file, bytes, offset);
            if (count == 0) throw new EndOfStreamException("What was not written cannot be read.");
            offset += count;
            bytes = bytes[count..];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    static StorageException Refused(Exception error) => StorageException.Of("keep scratch data", Path.GetTempPath(), error);
}
