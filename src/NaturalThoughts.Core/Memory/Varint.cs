using System.Buffers;

namespace NaturalThoughts.Core.Memory;

/// <summary>Whole numbers in as few bytes as they need: seven bits a byte, least significant first (LEB128).</summary>
public static class Varint
{
    /// <summary>Writes a number of 0 or more.</summary>
    public static void Write(IBufferWriter<byte> to, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        WriteBits(to, (uint)number);
    }

    /// <summary>Writes any number; those near 0 are short (zigzag).</summary>
    public static void WriteSigned(IBufferWriter<byte> to, int number) => WriteBits(to, (uint)((number << 1) ^ (number >> 31)));

    /// <summary>Reads what <see cref="Write"/> wrote, and moves on behind it.</summary>
    public static int Read(ref ReadOnlySpan<byte> from) => (int)ReadBits(ref from);

    /// <summary>Reads what <see cref="WriteSigned"/> wrote, and moves on behind it.</summary>
    public static int ReadSigned(ref ReadOnlySpan<byte> from)
    {
        var bits = ReadBits(ref from);
        return (int)(bits >> 1) ^ -(int)(bits & 1);
    }

    static void WriteBits(IBufferWriter<byte> to, uint bits)
    {
        var bytes = to.GetSpan(5);
        var length = 0;
        for (; bits >= 0x80; bits >>= 7) bytes[length++] = (byte)(bits | 0x80);
        bytes[length++] = (byte)bits;
        to.Advance(length);
    }

    static uint ReadBits(ref ReadOnlySpan<byte> from)
    {
        uint bits = 0;
        for (var (at, shift) = (0, 0); ; at++, shift += 7)
        {
            bits |= (uint)(from[at] & 0x7F) << shift;
            if (from[at] >= 0x80) continue;
            from = from[(at + 1)..];
            return bits;
        }
    }
}
