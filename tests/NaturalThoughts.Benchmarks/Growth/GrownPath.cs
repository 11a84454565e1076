using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Growth;

/// <summary>What a path costs over pools of several sizes.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Costs">The costs, by ascending size.</param>
sealed record GrownPath(string Name, IReadOnlyList<GrowthCost> Costs)
{
    /// <summary>The cost for each trace.</summary>
    public IEnumerable<(int Traces, double Each)> ForEach => Costs.Select(cost => (cost.Traces, cost.Cost / cost.Traces));

    /// <summary>Between a size and the next: the power of the number of traces with which the cost grows, 1 for linear.</summary>
    public IEnumerable<double> Powers => Costs.Zip(Costs.Skip(1), (less, more) =>
        Math.Log(more.Cost / less.Cost) / Math.Log((double)more.Traces / less.Traces));

    /// <summary>The cost of a size as people say it; a dash where it was not measured.</summary>
    public string At(int traces) => Costs.FirstOrDefault(cost => cost.Traces == traces) is not { } cost ? "–"
        : cost.InBytes ? FormattableString.Invariant($"{cost.Cost / (1 << 20):0.#} MiB") : Row.Time(cost.Cost);

    /// <summary>The cost for a trace of the largest pool as people say it.</summary>
    public string ForLast => Costs[^1].InBytes
        ? FormattableString.Invariant($"{ForEach.Last().Each:0.0} B")
        : FormattableString.Invariant($"{ForEach.Last().Each * 1e6:0.###} µs");
}
