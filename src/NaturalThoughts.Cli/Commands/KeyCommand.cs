using System.CommandLine;
using NaturalThoughts.Cli.Keys;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>key</c>: a fresh key for somebody, and the line that lets them in.</summary>
static class KeyCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("NAME") { Description = "Whose key it is; the audit log names them so." };
        var role = new Option<Role>("--role")
        {
            Description = "What it opens: `viewer` looks, `operator` changes.", HelpName = "ROLE", DefaultValueFactory = _ => Role.Viewer,
        };
        role.AcceptOnlyFromAmong("viewer", "operator");
        var into = TextOptions.Optional("--into",
            "Print nothing secret: add the line to DIR/keys and write the key to DIR/NAME.key, unless it is there.", "DIR");
        var command = new Command("key",
            "Make a key for a server: prints it on standard output, and on standard error the line for the server's file of keys "
            + "(`Http:KeysFile`), which holds its hash only. Nothing is kept but where `--into` says so.")
        {
            name, role, into,
        };
        command.SetAction((parsed, _) =>
            Task.FromResult(Run(
                new(parsed.GetValue(CommandSettings.Json)), parsed.GetRequiredValue(name), parsed.GetValue(role), parsed.GetValue(into))));
        return command;
    }

    static int Run(Screen screen, string name, Role role, string? into)
    {
        if (KeysFile.CheckName(name) is { } problem) return screen.Problems([problem]);
        if (into is not null) return Keep(screen, name, role, into);
        var key = ApiKey.Fresh();
        var line = KeysFile.LineOf(name, role, key);
        // As it is: the line goes into a file.
        if (!screen.Json) Console.Error.WriteLine(line);
        return screen.Result(new View(name, role, key, line), (console, view) => console.Profile.Out.Writer.WriteLine(view.Key));
    }

    static int Keep(Screen screen, string name, Role role, string into)
    {
        var kept = new KeyFolder(into).Add(name, role);
        return kept.Ok
            ? screen.Result(new KeptView(name, role, kept.Value.File, kept.Value.Made),
                (console, view) => console.Profile.Out.Writer.WriteLine($"{view.File} {(view.Made ? "was made" : "is there already")}"))
            : screen.Problems(kept.Problems, ExitCode.Failed);
    }

    sealed record KeptView(string Name, Role Role, string File, bool Made);

    sealed record View(string Name, Role Role, string Key, string Line);
}
