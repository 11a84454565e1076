using System.CommandLine;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Options that take texts.</summary>
static class TextOptions
{
    /// <summary>A text that may be left out.</summary>
    public static Option<string?> Optional(string name, string description, string helpName, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
    };

    /// <summary>A text that is this one where nobody says otherwise.</summary>
    public static Option<string> Defaulted(string name, string description, string helpName, string otherwise) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => otherwise,
    };

    /// <summary>A text each time it is given.</summary>
    public static Option<string[]> Several(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
    };
}
