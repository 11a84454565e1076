namespace NaturalThoughts.Benchmarks.Growth;

/// <summary>Paths whose costs are measured over pools of several sizes.</summary>
interface IGrowing
{
    /// <summary>What they are called on the command line.</summary>
    string Name { get; }

    /// <summary>The largest pool they are measured over.</summary>
    int Most { get; }

    /// <summary>Makes a pool, does the work often enough to trust the figures, and tells the median of each path.</summary>
    /// <param name="traces">The pool's size.</param>
    Task<IReadOnlyList<GrowthCost>> CostsAsync(int traces);
}

/// <summary>What a path costs over a pool.</summary>
/// <param name="Path">What is done, as the table says it.</param>
/// <param name="Traces">Traces of the pool.</param>
/// <param name="Cost">Seconds, or bytes.</param>
/// <param name="InBytes">Whether it is bytes.</param>
sealed record GrowthCost(string Path, int Traces, double Cost, bool InBytes = false);
