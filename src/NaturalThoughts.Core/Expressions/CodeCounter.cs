using System.Buffers;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Counts how often each number of a column comes where blocks hold codes of one or two bytes: a counter for each code, and no
/// number is looked for.</summary>
sealed class CodeCounter : IDisposable
{
    const int Codes = ushort.MaxValue + 1;

    // By what codes are divided by.
    readonly SortedDictionary<int, int[]> _counts = [];

    /// <summary>Counts a block's visible rows.</summary>
    /// <returns>False where the block has no codes, or hides rows.</returns>
    internal bool Count(FeatureSnapshot rows, int ordinal, int block)
    {
        var numbers = rows.NumbersOf(ordinal, block);
        if (numbers.Form.Bytes is not (1 or 2) || !rows.HiddenOf(block).IsEmpty) return false;
        var length = rows.RowsOf(block);
        if (numbers.Form.Bytes == 1)
        {
            Span<int> few = stackalloc int[byte.MaxValue + 1];
            few.Clear();
            foreach (var code in numbers.ByteCodes[..length]) few[code]++;
            var counts = CountsOf(numbers.Form.Divisor);
            for (var code = 0; code < byte.MaxValue; code++) counts[code] += few[code];
        }
        else
        {
            var counts = CountsOf(numbers.Form.Divisor);
            foreach (var code in numbers.ShortCodes[..length]) counts[code]++;
        }

        return true;
    }

    /// <summary>Adds what was counted.</summary>
    internal void AddTo(ValueCounter counter)
    {
        foreach (var (divisor, counts) in _counts)
            for (var code = 0; code < ushort.MaxValue; code++)
                if (counts[code] > 0) counter.Add(code / (double)divisor, counts[code]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var counts in _counts.Values) ArrayPool<int>.Shared.Return(counts);
    }

    int[] CountsOf(int divisor)
    {
        if (_counts.TryGetValue(divisor, out var known)) return known;
        var counts = ArrayPool<int>.Shared.Rent(Codes);
        counts.AsSpan(0, Codes).Clear();
        return _counts[divisor] = counts;
    }
}
