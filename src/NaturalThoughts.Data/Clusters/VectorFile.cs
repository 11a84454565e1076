using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NaturalThoughts.Data.Clusters;

/// <summary>A shard's vectors while clusters are made: one after the other, 16-bit integers in this machine's byte order. It follows from
/// the log, and is gone when the clusters are there.</summary>
public sealed class VectorFile : IDisposable
{
    readonly SafeFileHandle _file;

    VectorFile(SafeFileHandle file, int dimensions, int count) => (_file, Dimensions, Count) = (file, dimensions, count);

    /// <summary>Dimensions of all of them.</summary>
    public int Dimensions { get; }

    /// <summary>How many have a place.</summary>
    public int Count { get; }

    /// <summary>Makes a file with room for vectors.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="dimensions">Dimensions of all of them.</param>
    /// <param name="count">How many.</param>
    public static VectorFile Create(string path, int dimensions, int count) =>
        new(File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete), dimensions, count);

    /// <summary>Puts a vector in its place.</summary>
    public void Write(int place, ImmutableArray<short> vector) =>
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(vector.AsSpan()), (long)place * Dimensions * sizeof(short));

    /// <summary>Reads vectors that stand side by side.</summary>
    /// <param name="first">Place of the first.</param>
    /// <param name="into">Gets whole vectors.</param>
    /// <exception cref="EndOfStreamException">They were not written.</exception>
    public void Read(int first, Span<short> into)
    {
        var bytes = MemoryMarshal.AsBytes(into);
        var offset = (long)first * Dimensions * sizeof(short);
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file, bytes, offset);
            if (read == 0) throw new EndOfStreamException($"Vectors from place {first} on are missing.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
