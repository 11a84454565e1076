using System.Buffers;

namespace NaturalThoughts.ModelServers.Protocol;

/// <summary>Writes UTF-8 as the inside of a JSON text.</summary>
static class JsonText
{
    static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>Writes the bytes, with what must be escaped escaped.</summary>
    public static void Write(IBufferWriter<byte> into, ReadOnlySpan<byte> utf8)
    {
        while (utf8.IndexOfAny(Special) is var at and >= 0)
        {
            into.Write(utf8[..at]);
            WriteEscape(into, utf8[at]);
            utf8 = utf8[(at + 1)..];
        }

        into.Write(utf8);
    }

    static void WriteEscape(IBufferWriter<byte> into, byte code)
    {
        switch (code)
        {
            case (byte)'\n': into.Write("\\n"u8); break;
            case (byte)'\r': into.Write("\\r"u8); break;
            case (byte)'\t': into.Write("\\t"u8); break;
            case (byte)'"': into.Write("\\\""u8); break;
            case (byte)'\\': into.Write("\\\\"u8); break;
            default:
                into.Write("\\u00"u8);
                into.Write([Hex(code >> 4), Hex(code & 15)]);
                break;
        }
    }

    static byte Hex(int digit) => "0123456789abcdef"u8[digit];
}
