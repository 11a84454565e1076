namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>What a path has to reach.</summary>
/// <param name="Text">As the table says it.</param>
/// <param name="Ratio">The least ratio: how many times the product's cost fits into the other's.</param>
/// <param name="Allowance">What the product may take beside that, in the unit of the figures.</param>
sealed record Bar(string Text, double Ratio, double Allowance = 0)
{
    /// <summary>A bar of so many times as fast, or as cheap.</summary>
    public static Bar AtLeast(double ratio) => new(FormattableString.Invariant($"≥ {ratio:0.##}"), ratio);

    /// <summary>Nothing to reach: the figure is told.</summary>
    public static Bar None { get; } = new("", 0);

    /// <summary>Whether a pair reaches it.</summary>
    public bool IsMetBy(Pair pair) => pair.Theirs + Ratio * Allowance >= Ratio * pair.Ours;
}
