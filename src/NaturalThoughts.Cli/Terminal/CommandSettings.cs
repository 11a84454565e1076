using System.CommandLine;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Options every command has.</summary>
static class CommandSettings
{
    public static Option<string> Root { get; } = new("--root")
    {
        Description = "The folder of runs.", Recursive = true, DefaultValueFactory = _ => "./runs",
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON for machines.", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show the silo's log on standard error.", Recursive = true };
}
