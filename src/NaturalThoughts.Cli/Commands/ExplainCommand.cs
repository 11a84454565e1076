using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>explain RUN SELECTION TRACE</c>: why a trace is in a selection, or not.</summary>
static class ExplainCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var selection = CommandSettings.Selection("The selection");
        var trace = new Argument<string>("TRACE")
        {
            Description = "The trace's id, or enough of its beginning; `naturalthoughts show` prints them.",
        };
        var command = new Command(
            "explain", "Say why a trace is in a selection or not: eligibility, weight, key, stratum and cut, with its features.")
        {
            run, selection, trace,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            return invocation.OnRunAsync(parsed.GetValue(run)!, async grain =>
                invocation.Show(await grain.Explain(parsed.GetValue(selection)!, parsed.GetValue(trace)!), Draw));
        });
        return command;
    }

    static void Draw(IAnsiConsole console, TraceExplanation explanation)
    {
        var (color, verdict) = explanation.Taken ? ("green", "in") : ("yellow", "out");
        console.MarkupLineInterpolated($"[bold {color}]{verdict}[/]  {explanation.Why}");
        console.WriteLine();
        console.Write(Tables.Pairs(
        [
            ("trace", explanation.Trace.ToString()),
            ("question", explanation.Question.ToString()),
            .. explanation.Steps.Select(step => (step.Name, step.Text)),
        ]));
        console.WriteLine();
        console.WriteLine("features");
        console.Write(Tables.Pairs(explanation.Features.Select(feature => (feature.Key, Display.Value(feature.Value)))));
    }
}
