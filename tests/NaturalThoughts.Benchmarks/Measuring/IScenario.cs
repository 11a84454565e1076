namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>A path through the product that is measured beside what people would take instead.</summary>
/// <remarks>It has a process of its own, so that nothing of another scenario is in its memory.</remarks>
interface IScenario
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in a sentence.</summary>
    string About { get; }

    /// <summary>Makes its data, measures, and gives its rows of the table.</summary>
    Task<IReadOnlyList<Row>> MeasureAsync(Effort effort);
}

/// <summary>How much is measured.</summary>
/// <param name="Pairs">How many pairs are taken.</param>
/// <param name="Scale">What the sizes are multiplied by: 1 for the sizes that the table names, less to look whether it works.</param>
sealed record Effort(int Pairs, double Scale)
{
    /// <summary>A size at this scale.</summary>
    public int Of(int size) => Math.Max(1, (int)(size * Scale));
}
