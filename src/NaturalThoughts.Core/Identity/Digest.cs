using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NaturalThoughts.Core.Identity;

/// <summary>
/// The first 128 bits of a SHA-256 over length-prefixed parts: names what was asked, judged or read. Written as 32 hex digits.
/// </summary>
[GenerateSerializer, Immutable, Alias("nt.Digest")]
public readonly record struct Digest([property: Id(0)] UInt128 Value) : IComparable<Digest>
{
    const int OnStack = 512;

    /// <summary>Digest of text parts; the parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ.</summary>
    public static Digest Of(params ReadOnlySpan<string> parts)
    {
        var size = 0;
        foreach (var part in parts) size += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        // Digests are taken by the million: one pass over one buffer, no hash object that waits for its finalizer.
        byte[]? rented = null;
        var bytes = (size <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(size))[..size];
        var at = 0;
        foreach (var part in parts)
        {
            var length = Encoding.UTF8.GetBytes(part, bytes[(at + sizeof(int))..]);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], length);
            at += sizeof(int) + length;
        }

        Span<byte> sha = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, sha);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return FromHash(sha);
    }

    /// <summary>Takes the first 16 bytes of a finished hash.</summary>
    public static Digest FromHash(ReadOnlySpan<byte> hash) => new(BinaryPrimitives.ReadUInt128BigEndian(hash));

    /// <summary>Reads 32 hex digits; false when the text is anything else.</summary>
    public static bool TryParse(string? text, out Digest digest)
    {
        var parsed = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && text!.Length == 32;
        digest = parsed ? new(value) : default;
        return parsed;
    }

    /// <inheritdoc/>
    public int CompareTo(Digest other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString()
    {
        // UInt128 formats digit by digit, and ids are written by the million.
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Writes the same into the first 32 bytes of a span.</summary>
    public void WriteTo(Span<byte> hex)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        Convert.TryToHexStringLower(bytes, hex, out _);
    }
}
