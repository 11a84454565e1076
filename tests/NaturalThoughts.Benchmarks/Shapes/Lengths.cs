namespace NaturalThoughts.Benchmarks.Shapes;

/// <summary>Lengths drawn from the shapes of real traces: log-normal, with the means and deviations of the logarithms that were measured
/// on public traces of large reasoning models.</summary>
/// <param name="mean">Mean of the natural logarithm.</param>
/// <param name="deviation">Its standard deviation.</param>
/// <param name="most">Nothing is longer.</param>
sealed class Lengths(double mean, double deviation, int most)
{
    /// <summary>Characters of a question: median 155.</summary>
    public static Lengths Question { get; } = new(5.04, 0.75, 4000);

    /// <summary>Characters of a trace's reasoning: median 6,000, mean 10,000.</summary>
    public static Lengths Reasoning { get; } = new(8.7, 0.95, 100_000);

    /// <summary>Characters of a trace's answer: median 460.</summary>
    public static Lengths Answer { get; } = new(6.12, 0.6, 8000);

    /// <summary>Characters of a response without reasoning: median 800.</summary>
    public static Lengths Plain { get; } = new(6.7, 0.8, 15_000);

    /// <summary>The next one.</summary>
    public int Next(Random random)
    {
        // Box and Muller.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return (int)Math.Clamp(Math.Exp(mean + deviation * normal), 1, most);
    }
}
