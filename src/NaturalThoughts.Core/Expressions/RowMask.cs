using System.Numerics;
using System.Runtime.Intrinsics;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Expressions;

/// <summary>A flag for each row of a block, as bits: those that are true, and those that are null.</summary>
/// <remarks>64 rows to a word: connectives and counts take next to nothing beside what reads the rows. Bits behind the last row of a short
/// block mean nothing.</remarks>
readonly ref struct RowMask(Span<ulong> bits)
{
    /// <summary>Words for the rows of a block.</summary>
    internal const int Words = FeatureTable.BlockRows / 64;

    /// <summary>Words that a mask needs.</summary>
    internal const int Needed = 2 * Words;

    /// <summary>Where it is true.</summary>
    internal Span<ulong> Yes { get; } = bits[..Words];

    /// <summary>Where it is null.</summary>
    internal Span<ulong> Unknown { get; } = bits[Words..Needed];

    /// <summary>The same in every row.</summary>
    internal void Fill(double flag)
    {
        Yes.Fill(flag == 1 ? ulong.MaxValue : 0);
        Unknown.Fill(double.IsNaN(flag) ? ulong.MaxValue : 0);
    }

    /// <summary>Takes flags as numbers: 1, 0 and NaN.</summary>
    internal void Set(ReadOnlySpan<double> flags)
    {
        Yes.Clear();
        Unknown.Clear();
        var row = 0;
        // Eight rows make a byte of a word, so that none lies in two.
        for (; row <= flags.Length - Vector512<double>.Count; row += Vector512<double>.Count)
        {
            var eight = Vector512.Create(flags[row..]);
            Yes[row / 64] |= Vector512.Equals(eight, Vector512<double>.One).ExtractMostSignificantBits() << (row % 64);
            Unknown[row / 64] |= (~Vector512.Equals(eight, eight)).ExtractMostSignificantBits() << (row % 64);
        }

        for (; row < flags.Length; row++)
        {
            if (flags[row] == 1) Yes[row / 64] |= 1UL << (row % 64);
            else if (double.IsNaN(flags[row])) Unknown[row / 64] |= 1UL << (row % 64);
        }
    }

    /// <summary>Both: one side that is false settles it, else null wins.</summary>
    internal void And(RowMask other)
    {
        for (var word = 0; word < Words; word++)
        {
            var possible = (Yes[word] | Unknown[word]) & (other.Yes[word] | other.Unknown[word]);
            Yes[word] &= other.Yes[word];
            Unknown[word] = possible & ~Yes[word];
        }
    }

    /// <summary>Either: one side that is true settles it, else null wins.</summary>
    internal void Or(RowMask other)
    {
        for (var word = 0; word < Words; word++)
        {
            Yes[word] |= other.Yes[word];
            Unknown[word] = (Unknown[word] | other.Unknown[word]) & ~Yes[word];
        }
    }

    /// <summary>The other way round; null stays null.</summary>
    internal void Not()
    {
        for (var word = 0; word < Words; word++) Yes[word] = ~(Yes[word] | Unknown[word]);
    }

    /// <summary>How many bits are set.</summary>
    internal static long Count(ReadOnlySpan<ulong> words)
    {
        var count = 0L;
        foreach (var word in words) count += BitOperations.PopCount(word);
        return count;
    }
}
