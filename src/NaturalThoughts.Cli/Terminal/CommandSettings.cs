using System.CommandLine;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Options and arguments that several commands have.</summary>
static class CommandSettings
{
    /// <summary>Where runs are kept.</summary>
    public const string DefaultRoot = "./runs";

    public static Option<string> Root { get; } = new("--root")
    {
        Description = "The folder of runs.", Recursive = true, DefaultValueFactory = _ => DefaultRoot, HelpName = "DIR",
    };

    public static Option<string?> Server { get; } = new("--server")
    {
        Description = "Ask a server instead of working on a folder; NATURALTHOUGHTS_SERVER says it for all commands, "
            + "NATURALTHOUGHTS_SERVER_KEY holds its key, or NATURALTHOUGHTS_SERVER_KEY_FILE names its file.",
        Recursive = true,
        HelpName = "URL",
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document on standard output, for machines.", Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Show the silo's log, and where an unexpected error comes from, on standard error.", Recursive = true,
    };

    /// <summary>The run a command is about.</summary>
    public static Argument<string> Run() => new("RUN") { Description = "The run's name: `run:` of its spec." };

    /// <summary>A selection of the run.</summary>
    public static Argument<string> Selection(string which) => new("SELECTION")
    {
        Description = $"{which}; `naturalthoughts status RUN` lists them.",
    };

    /// <summary>Whether something of the same name may be lost.</summary>
    public static Option<bool> Replace(string what) => new("--replace")
    {
        Description = $"Replace a {what} of the same name that holds something else.",
    };
}
