namespace NaturalThoughts.Core.Difficulty;

/// <summary>Between which numbers the questions' raw difficulties lie: the scale they are counted on.</summary>
/// <param name="Lowest">The lowest; +∞ without questions.</param>
/// <param name="Highest">The highest; -∞ without questions.</param>
/// <param name="Questions">Questions that have one.</param>
/// <param name="Unranked">Questions that have none: the expression is null, or not finite, for all their traces.</param>
[GenerateSerializer, Immutable, Alias("nt.DifficultyRange")]
public readonly record struct DifficultyRange(
    [property: Id(0)] double Lowest,
    [property: Id(1)] double Highest,
    [property: Id(2)] long Questions,
    [property: Id(3)] long Unranked)
{
    /// <summary>Different codes a difficulty can have.</summary>
    public const int Codes = 65536;

    /// <summary>The range of no questions.</summary>
    public static DifficultyRange Empty => new(double.PositiveInfinity, double.NegativeInfinity, 0, 0);

    /// <summary>The range of two disjoint sets of questions together.</summary>
    public static DifficultyRange Merge(DifficultyRange a, DifficultyRange b) =>
        new(Math.Min(a.Lowest, b.Lowest), Math.Max(a.Highest, b.Highest), a.Questions + b.Questions, a.Unranked + b.Unranked);

    /// <summary>Where a raw difficulty stands on the scale, 0 to 65,535; never falls where the difficulty rises.</summary>
    public int Code(double raw)
    {
        // Halves, so that the difference of large numbers stays finite.
        var span = Highest / 2 - Lowest / 2;
        return span > 0 ? (int)Math.Floor((raw / 2 - Lowest / 2) / span * (Codes - 1) + 0.5) : 0;
    }
}
