namespace NaturalThoughts.Core.Selection;

/// <summary>Shares places out over strata by the divisor rule of Webster and Sainte-Laguë, with strata that may run out.</summary>
/// <remarks>
/// The j-th place of a stratum with share a has priority a / (j − ½); the highest priorities get the places. So one more place never takes
/// one away from a stratum (house-monotone: Balinski and Young, <i>Fair Representation</i>, 1982), which is what lets sizes nest; largest
/// remainder has no such promise.
/// </remarks>
public static class Apportionment
{
    /// <summary>Places of each stratum.</summary>
    /// <param name="size">Places to give; fewer are given where the strata with a share run out.</param>
    /// <param name="strata">The strata; the result is in the same order.</param>
    public static long[] Places(long size, IReadOnlyList<Claim> strata)
    {
        if (strata.Where(stratum => stratum.Share > 0).Sum(stratum => stratum.Count) <= size)
            return [.. strata.Select(stratum => stratum.Share > 0 ? stratum.Count : 0)];

        // The largest priority that still has too many places at or above it; priorities are positive, so their bits order them.
        var (low, high) = (0L, BitConverter.DoubleToInt64Bits(double.PositiveInfinity));
        while (high - low > 1)
        {
            var middle = low + ((high - low) >> 1);
            if (strata.Sum(stratum => Above(stratum, BitConverter.Int64BitsToDouble(middle))) > size) low = middle;
            else high = middle;
        }

        var priority = BitConverter.Int64BitsToDouble(high);
        var places = strata.Select(stratum => Above(stratum, priority)).ToArray();
        var left = size - places.Sum();
        foreach (var h in Enumerable.Range(0, strata.Count).OrderBy(h => strata[h].Tie).ThenBy(h => strata[h].Stratum))
        {
            while (left > 0 && places[h] < strata[h].Count && Priority(strata[h].Share, places[h] + 1) == priority)
            {
                places[h]++;
                left--;
            }
        }

        return places;
    }

    static double Priority(double share, long place) => share / (place - 0.5);

    /// <summary>Places of a stratum with a priority above the given one.</summary>
    static long Above(Claim stratum, double priority)
    {
        // The quotient finds the place up to rounding; the comparison below is the one that counts.
        var place = (long)Math.Clamp(Math.Floor(stratum.Share / priority + 0.5), 0, stratum.Count);
        while (place < stratum.Count && Priority(stratum.Share, place + 1) > priority) place++;
        while (place > 0 && !(Priority(stratum.Share, place) > priority)) place--;
        return place;
    }
}

/// <summary>What a stratum asks for.</summary>
/// <param name="Stratum">The stratum.</param>
/// <param name="Share">Its share, relative to the others; 0 for none, else a normal positive number.</param>
/// <param name="Count">How many traces it has.</param>
/// <param name="Tie">Who goes first where priorities are equal: the smaller.</param>
public readonly record struct Claim(Stratum Stratum, double Share, long Count, ulong Tie);
