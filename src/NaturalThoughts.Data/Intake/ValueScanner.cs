using System.Buffers;

namespace NaturalThoughts.Data.Intake;

/// <summary>
/// Finds where a JSON value ends by counting brackets outside of strings. It needs no whole token in memory, so a value of any length can
/// be
/// passed over, and a broken value whose brackets match does not hide the next one.
/// </summary>
struct ValueScanner
{
    static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);
    static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);

    int _depth;
    bool _inText;
    bool _escaped;

    /// <summary>What ended the scan.</summary>
    public enum Stop
    {
        /// <summary>Nothing: more bytes are needed.</summary>
        None,

        /// <summary>A bracket closed the outermost object or array; it belongs to the value.</summary>
        Closed,

        /// <summary>A comma after the value.</summary>
        Comma,

        /// <summary>A closing bracket that no value opened: the end of the array around it.</summary>
        Outer,
    }

    /// <summary>Goes on scanning; <paramref name="at"/> is the position of the byte it stopped at, or the length.</summary>
    public Stop Scan(ReadOnlySpan<byte> bytes, int from, out int at)
    {
        for (at = from; at < bytes.Length; at++)
        {
            if (_escaped)
            {
                _escaped = false;
                continue;
            }

            var next = bytes[at..].IndexOfAny(_inText ? InText : Structure);
            if (next < 0) break;
            at += next;
            if (_inText) ReadInText(bytes[at]);
            else if (ReadStructure(bytes[at]) is var stop and not Stop.None) return stop;
        }

        at = bytes.Length;
        return Stop.None;
    }

    void ReadInText(byte value)
    {
        if (value == '"') _inText = false;
        else _escaped = true;
    }

    Stop ReadStructure(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                _inText = true;
                return Stop.None;
            case (byte)'{' or (byte)'[':
                _depth++;
                return Stop.None;
            case (byte)',':
                return _depth == 0 ? Stop.Comma : Stop.None;
            default:
                return _depth == 0 ? Stop.Outer : --_depth == 0 ? Stop.Closed : Stop.None;
        }
    }
}
