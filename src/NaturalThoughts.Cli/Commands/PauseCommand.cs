using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Server.Api;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>pause RUN</c>: begins nothing new until somebody resumes it.</summary>
static class PauseCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var command = new Command("pause",
            "Begin nothing new: "
            + "responses under way may finish for a while, the log is flushed. `resume` goes on.") { run };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var name = parsed.GetValue(run)!;
            return invocation.OnRunAsync(name, async grain =>
            {
                await grain.Pause();
                return invocation.Screen.Result(
                    new CourseReply(name, "paused"), (console, result) => console.WriteLine($"{name} {result.State}"));
            });
        });
        return command;
    }
}
