using System.Collections.Immutable;

namespace NaturalThoughts.Core.Clusters;

/// <summary>A direction as 16-bit integers of length about 2^14: what is computed from them is exact, and so the same on every CPU and in
/// every order.</summary>
/// <remarks>Rounding turns a vector of 4,096 dimensions by about a thousandth. Each component is off by half at most, so the length is
/// below 2^14 + √d / 2, and no product of two such vectors, nor any part of one, leaves 32 bits.</remarks>
public static class UnitVector
{
    /// <summary>The length of all of them, but for rounding.</summary>
    public const int Length = 1 << 14;

    /// <summary>The square of it: what a sum of squared distances is divided by to be one of unit vectors.</summary>
    public const double SquaredLength = (double)Length * Length;

    /// <summary>Most dimensions.</summary>
    public const int MostDimensions = 1 << 14;

    /// <summary>The direction of a vector; null where it has none: it is zero, not finite, or has no or too many dimensions.</summary>
    public static ImmutableArray<short>? Of(ReadOnlySpan<double> vector)
    {
        if (vector.Length is 0 or > MostDimensions) return null;
        var squares = 0.0;
        // One after the other: another order of adding rounds otherwise.
        foreach (var component in vector) squares += component * component;
        if (!double.IsFinite(squares) || squares == 0) return null;
        var length = Math.Sqrt(squares);
        var components = ImmutableArray.CreateBuilder<short>(vector.Length);
        foreach (var component in vector) components.Add((short)Math.Round(component / length * Length));
        return components.MoveToImmutable();
    }
}
