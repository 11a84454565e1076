using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Server.Api;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>cancel RUN</c>: ends a run where it is.</summary>
static class CancelCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var command = new Command("cancel",
            "End a run where it is. "
            + "What it has stays and can be selected from; `curate` or `resume` go on.") { run };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var name = parsed.GetValue(run)!;
            return invocation.OnRunAsync(name, async grain =>
            {
                await grain.Cancel();
                return invocation.Screen.Result(
                    new CourseReply(name, "cancelled"), (console, result) => console.WriteLine($"{name} {result.State}"));
            });
        });
        return command;
    }
}
