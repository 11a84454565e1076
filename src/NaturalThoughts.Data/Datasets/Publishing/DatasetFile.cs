using System.Security.Cryptography;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>A file of a published dataset.</summary>
/// <param name="Path">Path within the dataset, with forward slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 hex digits.</param>
/// <param name="Rows">Rows in it; null for what is no data file.</param>
[GenerateSerializer, Immutable, Alias("nt.DatasetFile")]
public sealed record DatasetFile(
    [property: Id(0)] string Path, [property: Id(1)] long Bytes, [property: Id(2)] string Sha256, [property: Id(3)] long? Rows)
{
    /// <summary>The entry of a file with these bytes.</summary>
    internal static DatasetFile Of(string path, byte[] content) =>
        new(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), null);
}
