using System.Collections.Immutable;
using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>compare RUN A B</c>: two selections side by side.</summary>
static class CompareCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var left = new Argument<string>("A") { Description = "A selection; `naturalthoughts status RUN` lists them." };
        var right = new Argument<string>("B") { Description = "Another one." };
        var command = new Command("compare", "Compare two selections: what both have, what only one has, and how they are distributed.")
        {
            run, left, right,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            return invocation.OnRunAsync(parsed.GetValue(run)!, async grain =>
                invocation.Show(await grain.Compare(parsed.GetValue(left)!, parsed.GetValue(right)!), Draw));
        });
        return command;
    }

    static void Draw(IAnsiConsole console, SelectionComparison comparison)
    {
        var (left, right, common) = (comparison.LeftSize, comparison.RightSize, comparison.Common);
        var table = Tables.Of(1, "traces", "", "of A", "of B");
        table.Add(40, $"A: {comparison.Left}", Display.Count(left), "", "");
        table.Add(40, $"B: {comparison.Right}", Display.Count(right), "", "");
        table.Add(40, "in both", Display.Count(common), Display.Share(common, left), Display.Share(common, right));
        table.Add(40, "only in A", Display.Count(left - common), Display.Share(left - common, left), "");
        table.Add(40, "only in B", Display.Count(right - common), "", Display.Share(right - common, right));
        console.Write(table);
        Only(console, "A", comparison.OnlyLeft, left - common);
        Only(console, "B", comparison.OnlyRight, right - common);
        SelectionView.Distributions(console, comparison.Left, comparison.Right, comparison.Distributions);
    }

    static void Only(IAnsiConsole console, string which, ImmutableArray<TraceId> traces, long all)
    {
        if (traces.IsEmpty) return;
        var more = all > traces.Length ? $" and {Display.Count(all - traces.Length)} more" : "";
        console.WriteLine($"only in {which}: {string.Join(" ", traces.Select(trace => Display.Id(trace)))}{more}");
    }
}
