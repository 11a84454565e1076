using System.Buffers.Binary;
using System.Collections.Immutable;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Clusters;

/// <summary><c>centroids.bin</c>: the number of dimensions as 32 bits, then the centroids one after the other as 16-bit integers, the low
/// byte first.</summary>
public static class CentroidFile
{
    /// <summary>The file's name in a clustering's folder.</summary>
    public const string Name = "centroids.bin";

    /// <summary>Writes centroids in place of those that are there: who reads meanwhile has the ones or the others.</summary>
    public static void Write(string folder, Centroids centroids)
    {
        var bytes = new byte[sizeof(int) + (centroids.Components.Length * sizeof(short))];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, centroids.Dimensions);
        for (var at = 0; at < centroids.Components.Length; at++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(sizeof(int) + (at * sizeof(short))), centroids.Components[at]);
        var written = Path.Combine(folder, $".{Name}");
        SmallFile.Write(written, bytes);
        File.Move(written, Path.Combine(folder, Name), overwrite: true);
    }

    /// <summary>Reads centroids.</summary>
    public static Centroids Read(string folder)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, Name));
        var components = ImmutableArray.CreateBuilder<short>((bytes.Length - sizeof(int)) / sizeof(short));
        for (var at = sizeof(int); at < bytes.Length; at += sizeof(short))
            components.Add(BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at)));
        return new(BinaryPrimitives.ReadInt32LittleEndian(bytes), components.MoveToImmutable());
    }
}
