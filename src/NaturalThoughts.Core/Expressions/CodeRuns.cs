using System.Runtime.Intrinsics;

namespace NaturalThoughts.Core.Expressions;

/// <summary>A flag over the 256 codes that a column may have in a block, laid over its rows.</summary>
/// <remarks>Conditions are mostly bounds, so the codes for which one holds are few runs; 64 rows are held against a run at once.</remarks>
static class CodeRuns
{
    /// <summary>Marks the rows whose code has a flag.</summary>
    /// <param name="codes">The rows' codes, as many as 64 times <paramref name="into"/>.</param>
    /// <param name="flags">The flags by code.</param>
    /// <param name="wanted">The flag; NaN for null.</param>
    /// <param name="into">Where the bits go.</param>
    internal static void Mark(ReadOnlySpan<byte> codes, ReadOnlySpan<double> flags, double wanted, Span<ulong> into)
    {
        into.Clear();
        for (var code = 0; code < flags.Length; code++)
        {
            if (!flags[code].Equals(wanted)) continue;
            var first = code;
            while (code + 1 < flags.Length && flags[code + 1].Equals(wanted)) code++;
            Mark(codes, (byte)first, (byte)(code - first), into);
        }
    }

    static void Mark(ReadOnlySpan<byte> codes, byte first, byte width, Span<ulong> into)
    {
        var (low, span) = (Vector512.Create(first), Vector512.Create(width));
        for (var word = 0; word < into.Length; word++)
        {
            // Codes below the first wrap around to large ones.
            var above = Vector512.Create(codes.Slice(word * 64, 64)) - low;
            into[word] |= Vector512.LessThanOrEqual(above, span).ExtractMostSignificantBits();
        }
    }
}
