using System.Numerics;

namespace NaturalThoughts.Core.Numerics;

/// <summary>Sorts numbers that are spread evenly, as the bits of digests are: put where its value says, nearly every number stands right at
/// once.</summary>
static class SpreadSort
{
    const int Few = 16;

    /// <summary>Sorts numbers, and items along with them; the order of items with equal numbers is left open.</summary>
    internal static void Sort(ulong[] numbers, int[] items)
    {
        if (numbers.Length <= Few)
        {
            Array.Sort(numbers, items);
            return;
        }

        var (least, most) = (ulong.MaxValue, 0UL);
        foreach (var number in numbers) (least, most) = (Math.Min(least, number), Math.Max(most, number));
        var shift = Math.Max(0, BitOperations.Log2(most - least) + 1 - BitOperations.Log2((uint)numbers.Length));
        var ends = new int[(int)((most - least) >> shift) + 1];
        foreach (var number in numbers) ends[(number - least) >> shift]++;
        for (var bucket = 1; bucket < ends.Length; bucket++) ends[bucket] += ends[bucket - 1];
        var (sorted, along) = (new ulong[numbers.Length], new int[numbers.Length]);
        for (var i = 0; i < numbers.Length; i++)
        {
            var at = --ends[(numbers[i] - least) >> shift];
            (sorted[at], along[at]) = (numbers[i], items[i]);
        }

        // By now the ends are the starts.
        for (var bucket = 0; bucket < ends.Length; bucket++)
            Finish(sorted, along, ends[bucket], bucket + 1 < ends.Length ? ends[bucket + 1] : sorted.Length);
        sorted.CopyTo(numbers, 0);
        along.CopyTo(items, 0);
    }

    static void Finish(ulong[] numbers, int[] items, int from, int to)
    {
        if (to - from > Few)
        {
            Array.Sort(numbers, items, from, to - from);
            return;
        }

        for (var next = from + 1; next < to; next++)
        {
            var (number, item, at) = (numbers[next], items[next], next);
            for (; at > from && numbers[at - 1] > number; at--) (numbers[at], items[at]) = (numbers[at - 1], items[at - 1]);
            (numbers[at], items[at]) = (number, item);
        }
    }
}
