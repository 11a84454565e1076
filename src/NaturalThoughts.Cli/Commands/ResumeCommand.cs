using System.CommandLine;
using NaturalThoughts.Cli.Terminal;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>resume RUN</c>: goes on with a run under the spec it was given.</summary>
static class ResumeCommand
{
    public static Command Build()
    {
        var run = CommandSettings.Run();
        var command = new Command(
            "resume", "Go on with a run that was paused, cancelled or interrupted, under the spec it was given.")
        {
            run,
        };
        command.SetAction((parsed, cancellation) =>
            new Curation(Invocation.Of(parsed, cancellation)).ResumeAsync(parsed.GetValue(run)!));
        return command;
    }
}
