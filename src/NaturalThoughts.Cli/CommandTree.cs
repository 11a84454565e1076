using System.CommandLine;
using NaturalThoughts.Cli.Commands;
using NaturalThoughts.Cli.Terminal;

namespace NaturalThoughts.Cli;

/// <summary>The command <c>naturalthoughts</c>.</summary>
public static class CommandTree
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine("See `naturalthoughts --help`.");
            return ExitCode.WrongInput;
        }

        // Commands handle interrupts themselves: a graceful stop takes longer than the parser would wait.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    internal static RootCommand Build() => new("Curates reasoning-trace datasets for distillation.")
    {
        CurateCommand.Build(),
        CommandSettings.Root,
        CommandSettings.Json,
        CommandSettings.Verbose,
    };
}
