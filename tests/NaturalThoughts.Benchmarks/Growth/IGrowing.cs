namespace NaturalThoughts.Benchmarks.Growth;

/// <summary>A path whose cost is measured over pools of several sizes.</summary>
interface IGrowing
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What is done, as the table says it.</summary>
    string Path { get; }

    /// <summary>The largest pool it is measured over.</summary>
    int Most { get; }

    /// <summary>Whether the cost is in bytes; else in seconds.</summary>
    bool InBytes => false;

    /// <summary>Makes a pool, does the work often enough to trust the figure, and tells the median cost.</summary>
    /// <param name="traces">The pool's size.</param>
    Task<double> CostAsync(int traces);
}
