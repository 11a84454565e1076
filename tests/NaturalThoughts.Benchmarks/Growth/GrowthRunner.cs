using System.Globalization;
using System.Text;
using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Growth;

/// <summary>Measures how costs grow: a process for each pool, a table, and a picture.</summary>
static class GrowthRunner
{
    static readonly int[] Sizes = [10_000, 100_000, 1_000_000, 2_800_000, 20_000_000];

    /// <summary>Runs it.</summary>
    /// <param name="growing">What is measured.</param>
    /// <param name="most">Nothing larger is measured.</param>
    /// <param name="folder">Where <c>growth.md</c> and <c>growth.svg</c> are put; null: only the table, on the screen.</param>
    /// <returns>0; 1 where something failed, which is then missing from the table.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<IGrowing> growing, int most, string? folder)
    {
        var (costs, failed) = (new List<GrowthCost>(), 0);
        foreach (var paths in growing)
            foreach (var size in Sizes.Where(size => size <= Math.Min(paths.Most, most)))
            {
                var measured = await Child.RunAsync<List<GrowthCost>>("grown", paths.Name, size.ToString(CultureInfo.InvariantCulture));
                if (measured is null) failed++;
                else costs.AddRange(measured.Select(cost => cost with { Traces = size }));
            }

        var grown = costs.GroupBy(cost => cost.Path).Select(path => new GrownPath(path.Key, [.. path])).ToList();
        var table = Table(grown);
        Console.Write(table);
        if (folder is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "growth.md"), table);
            await File.WriteAllTextAsync(Path.Combine(folder, "growth.svg"), GrowthChart.Of(grown));
        }

        return failed > 0 ? 1 : 0;
    }

    static string Table(IReadOnlyList<GrownPath> grown)
    {
        var sizes = Sizes.Where(size => grown.Any(path => path.Costs.Any(cost => cost.Traces == size))).ToList();
        var text = new StringBuilder()
            .Append(Machine.Describe()).Append("\n\n| path |")
            .AppendJoin("", sizes.Select(size => $" {Size(size)} |"))
            .Append(" a trace | grows with |\n| --- |").AppendJoin("", sizes.Select(_ => " ---: |")).Append(" ---: | --- |\n");
        foreach (var path in grown)
            text.Append($"| {path.Name} |").AppendJoin("", sizes.Select(size => $" {path.At(size)} |")).Append($" {path.ForLast} | ")
                .AppendJoin(", ", path.Powers.Select(power => FormattableString.Invariant($"n^{power:0.00}"))).Append(" |\n");
        return text.ToString();
    }

    /// <summary>A number of traces as people say it.</summary>
    public static string Size(int traces) => traces < 1_000_000
        ? FormattableString.Invariant($"{traces / 1000} k")
        : FormattableString.Invariant($"{traces / 1e6:0.#} M");
}
