using System.Collections.Immutable;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>A selection on a screen: how many, of what, and how it differs from the pool.</summary>
static class SelectionView
{
    const int MostStrata = 20;

    // A screen holds a few; the selection's report has them all.
    static readonly ImmutableArray<string> Charted = ["domain", "reasoning_tokens", "strategies_unique", "verbosity", "disagree"];

    public static void Draw(IAnsiConsole console, SelectionReport report, ImmutableArray<DistributionPair> pairs)
    {
        var candidates = report.Strata.Sum(stratum => stratum.Candidates);
        var taken = $"{Display.Count(report.Taken)} of {Display.Count(candidates)} candidates";
        var time = report.Existing ? "there already" : Display.Duration(TimeSpan.FromSeconds(report.Seconds));
        console.MarkupLineInterpolated(
            $"[bold]{report.Name}[/]  {taken} in a pool of {Display.Count(report.Pool)}, seed {report.Seed}, {time}");
        if (report.Expected is { } expected)
            console.MarkupLineInterpolated($"`sample` takes {Display.Value(FeatureValue.Of(expected))} traces on average.");
        if (report.Size > report.Taken)
            console.MarkupLineInterpolated($"[yellow]Asked for {Display.Count(report.Size.Value)}: no more traces are eligible.[/]");
        if (report.LeftOut.Count > 0)
        {
            console.WriteLine();
            console.WriteLine("left out");
            console.Write(Tables.Pairs(report.LeftOut.Select(reason => (reason.Key, Display.Count(reason.Value))), numbers: true));
        }

        if (report.Strata.Length > 1) console.Write(Strata(report));
        Distributions(console, "selected", "pool", pairs);
    }

    /// <summary>Distributions of two sets of traces, a chart a column.</summary>
    public static void Distributions(IAnsiConsole console, string left, string right, ImmutableArray<DistributionPair> pairs)
    {
        foreach (var pair in pairs.Where(pair => Charted.Contains(pair.Column) && pair.Bins.Length > 1))
        {
            console.MarkupLineInterpolated($"\n{pair.Column}: [blue]{left}[/] and [green]{right}[/]");
            console.Write(Bars.Pair(pair));
        }
    }

    static Table Strata(SelectionReport report)
    {
        var table = Tables.Of(1, "stratum", "taken", "candidates");
        foreach (var stratum in report.Strata.OrderByDescending(stratum => stratum.Candidates).Take(MostStrata))
            table.Add(40, stratum.Name, Display.Count(stratum.Taken), Display.Count(stratum.Candidates));
        var rest = report.Strata.Length - MostStrata;
        return rest > 0 ? table.Caption($"and {Display.Count(rest)} more, see --json") : table;
    }
}
