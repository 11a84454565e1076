using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NaturalThoughts.Core.Identity;

/// <summary>The first 128 bits of a SHA-256 over length-prefixed parts: names what was asked, judged or read. Written as 32 hex digits.</summary>
[GenerateSerializer, Immutable, Alias("nt.Digest")]
public readonly record struct Digest([property: Id(0)] UInt128 Value) : IComparable<Digest>
{
    /// <summary>Digest of text parts; the parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ.</summary>
    public static Digest Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> sha = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(sha);
        return FromHash(sha);
    }

    /// <summary>Takes the first 16 bytes of a finished hash.</summary>
    public static Digest FromHash(ReadOnlySpan<byte> hash) => new(BinaryPrimitives.ReadUInt128BigEndian(hash));

    /// <summary>Reads 32 hex digits; false when the text is anything else.</summary>
    public static bool TryParse(string? text, out Digest digest)
    {
        var parsed = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && text!.Length == 32;
        digest = parsed ? new(value) : default;
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(Digest other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
