using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Inference.Pool;

/// <summary>Exponential waits, spread over 50 to 150 % by a hash, so that what failed together does not come back together.</summary>
static class Backoff
{
    /// <summary>The wait before try <paramref name="number"/> + 1.</summary>
    /// <param name="first">Wait after the first failure.</param>
    /// <param name="longest">Cap.</param>
    /// <param name="number">Failures so far, from 1.</param>
    /// <param name="spread">Seeds the spread.</param>
    public static TimeSpan After(TimeSpan first, TimeSpan longest, int number, UInt128 spread)
    {
        var doubled = first.TotalSeconds * Math.ScaleB(1, Math.Min(number - 1, 30));
        var share = 0.5 + (SeededHash.Of((ulong)number, spread) >> 11) * (1.0 / (1UL << 53));
        return TimeSpan.FromSeconds(Math.Min(doubled, longest.TotalSeconds) * share);
    }
}
