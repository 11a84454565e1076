using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Growth;

/// <summary>What a path costs over pools of several sizes.</summary>
/// <param name="Path">What is done.</param>
/// <param name="InBytes">Whether costs are in bytes; else in seconds.</param>
/// <param name="Costs">The cost of each size that was measured, ascending.</param>
sealed record GrownCosts(string Path, bool InBytes, IReadOnlyList<(int Traces, double Cost)> Costs)
{
    /// <summary>The cost for each trace.</summary>
    public IEnumerable<(int Traces, double Each)> ForEach => Costs.Select(cost => (cost.Traces, cost.Cost / cost.Traces));

    /// <summary>Between a size and the next: the power of the number of traces with which the cost grows, 1 for linear.</summary>
    public IEnumerable<double> Powers => Costs.Zip(Costs.Skip(1), (less, more) =>
        Math.Log(more.Cost / less.Cost) / Math.Log((double)more.Traces / less.Traces));

    /// <summary>A cost as people say it.</summary>
    public string Shown(double cost) => InBytes ? FormattableString.Invariant($"{cost / (1 << 20):0.#} MiB") : Row.Time(cost);

    /// <summary>The cost for a trace as people say it.</summary>
    public string ShownForEach(double cost) => InBytes
        ? FormattableString.Invariant($"{cost:0.0} B")
        : FormattableString.Invariant($"{cost * 1e6:0.###} µs");
}
