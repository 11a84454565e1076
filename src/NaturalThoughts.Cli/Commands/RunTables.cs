using System.Collections.Immutable;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>A run as tables.</summary>
static class RunTables
{
    static readonly ImmutableArray<string> Charted = ["domain", "reasoning_tokens"];

    public static void Draw(IAnsiConsole console, RunStatus status)
    {
        console.MarkupLineInterpolated($"[bold]{status.Run}[/]  {status.Phase.ToString().ToLowerInvariant()}");
        console.Write(Tables.Pairs(Counts(status).Select(count => (count.Name, Display.Count(count.Value))), numbers: true));
        foreach (var filler in status.Fillers.GroupBy(filler => filler.Value, filler => filler.Key, StringComparer.Ordinal))
            console.WriteLine($"  {string.Join(", ", filler)}: {Display.Line(filler.Key, 200)}");
        foreach (var file in status.PassedOver) console.WriteLine($"  passed over {Display.Line(file, 300)}");
        foreach (var endpoint in status.Endpoints) console.WriteLine($"  {Display.Line(endpoint, 300)}");
        foreach (var model in status.Unserved) console.MarkupLineInterpolated($"[yellow]  nobody serves {Display.Line(model, 100)}[/]");
        if (status.Clusters is { } clusters)
            foreach (var line in Lines(clusters)) console.WriteLine($"  {Display.Line(line, 300)}");
        foreach (var problem in status.Problems) console.MarkupLineInterpolated($"[red]  {Display.Line(problem.ToString(), 500)}[/]");
        if (status.Selections.Length > 0) console.Write(Selections(status));
        if (status.Datasets.Length == 0) return;
        console.Write(Datasets(status));
        foreach (var folder in status.Datasets.Select(dataset => Path.GetDirectoryName(dataset.Folder)!).Distinct())
            console.WriteLine($"  datasets are in {NearPath.Of(folder)}");
    }

    /// <summary>How the pool is distributed, as small charts side by side.</summary>
    public static void Draw(IAnsiConsole console, ImmutableArray<DistributionPair> pool)
    {
        foreach (var pair in pool.Where(pair => Charted.Contains(pair.Column) && pair.Bins.Length > 1))
        {
            console.WriteLine();
            console.WriteLine($"{pair.Column} of the pool");
            console.Write(Bars.Single(pair, bin => bin.Right));
        }
    }

    static IEnumerable<(string Name, long Value)> Counts(RunStatus status)
    {
        var counts = status.Counts;
        yield return ("rows in", counts.Rows);
        yield return ("questions", counts.Unique);
        if (counts.Duplicates > 0) yield return ("duplicates", counts.Duplicates);
        foreach (var (reason, count) in counts.Removed) yield return ($"removed: {reason}", count);
        foreach (var (reason, count) in counts.Unusable) yield return ($"unusable: {reason}", count);
        foreach (var (reason, count) in status.Notes) yield return ($"left out: {reason}", count);
        foreach (var (who, count) in counts.Responses) yield return ($"responses: {who}", count);
        foreach (var (reason, count) in counts.Failed) yield return ($"failed: {reason}", count);
        foreach (var (reason, count) in counts.Unreadable) yield return ($"unreadable: {reason}", count);
        yield return ("sealed questions", counts.Sealed);
        if (counts.Stuck > 0) yield return ("stuck questions", counts.Stuck);
        yield return ("traces in the pool", counts.Traces);
        if (counts.Spent > 0 || status.Budget is not null) yield return ("output tokens", counts.Spent);
        if (counts.Estimated > 0) yield return ("output tokens: estimated", counts.Estimated);
        if (status.Budget is { } budget) yield return ("output tokens: budget", budget);
    }

    static IEnumerable<string> Lines(ClusterReport clusters)
    {
        yield return $"clusters: {Display.Count(clusters.Clusters)} of {Display.Counted(clusters.Questions, "question")}"
            + $" (k {Display.Count(clusters.K)}, seed {clusters.Seed}, {clusters.Embedder},"
            + $" {Display.Counted(clusters.Dimensions, "dimension")})"
            + (clusters.Without > 0 ? $"; {Display.Count(clusters.Without)} have no vector" : "");
        yield return FormattableString.Invariant($"clusters: inertia {clusters.Inertia:0.###}, mean {clusters.MeanDistance:0.####};")
            + $" questions in the smallest {Display.Count(clusters.Smallest)}, middle {Display.Count(clusters.Median)},"
            + $" largest {Display.Count(clusters.Largest)}";
    }

    static Table Selections(RunStatus status)
    {
        var table = Tables.Of(1, "selection", "taken", "asked", "candidates", "pool", "seed");
        foreach (var selection in status.Selections)
            table.Add(28,
                selection.Name, Display.Count(selection.Taken), selection.Size is { } size ? Display.Count(size) : "all",
                Display.Count(selection.Strata.Sum(stratum => stratum.Candidates)), Display.Count(selection.Pool), $"{selection.Seed}");
        return table;
    }

    static Table Datasets(RunStatus status)
    {
        var table = Tables.Of(2, "dataset", "selection", "train", "valid.", "System-2", "size");
        foreach (var dataset in status.Datasets)
            table.Add(22,
                dataset.Name, dataset.Selection, Display.Count(dataset.Train), Display.Count(dataset.Validation),
                Display.Share(dataset.System2, dataset.Train + dataset.Validation), Display.Bytes(dataset.Bytes));
        return table;
    }
}
