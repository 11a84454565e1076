using System.CommandLine;
using System.CommandLine.Parsing;
using NaturalThoughts.Cli.Commands;
using NaturalThoughts.Cli.Remote;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Cli;

/// <summary>The command <c>naturalthoughts</c>.</summary>
public static class CommandTree
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args.Length == 0 ? ["--help"] : args);
        var screen = new Screen(args.Contains("--json"));
        if (parsed is { Errors.Count: > 0, Action: not HelpWithExamples }) return screen.Problems([.. Misuses(parsed)]);
        try
        {
            // Commands handle interrupts themselves: a graceful stop takes longer than the parser would wait.
            var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception error)
        {
            return Unexpected(screen, error, args.Contains("--verbose"));
        }
    }

    internal static RootCommand Build()
    {
        var root = new RootCommand(
            "Curates reasoning-trace datasets for distillation: takes questions in, has models answer them, annotates the traces, "
            + "selects the best by a recipe and emits datasets ready to train on.")
        {
            CurateCommand.Build(),
            StatusCommand.Build(),
            SelectCommand.Build(),
            StudyCommand.Build(),
            ReportCommand.Build(),
            CompareCommand.Build(),
            ExplainCommand.Build(),
            RankCommand.Build(),
            ShowCommand.Build(),
            EmitCommand.Build(),
            RetryCommand.Build(),
            VerifyCommand.Build(),
            PauseCommand.Build(),
            ResumeCommand.Build(),
            CancelCommand.Build(),
            ServeCommand.Build(),
            HealthCommand.Build(),
            KeyCommand.Build(),
            RecipesCommand.Build(),
            RubricsCommand.Build(),
            ValidateCommand.Build(),
            ProbeCommand.Build(),
            ReplayCommand.Build(),
            CommandSettings.Root,
            CommandSettings.Server,
            CommandSettings.Json,
            CommandSettings.Verbose,
        };
        HelpWithExamples.AddTo(root);
        return root;
    }

    static IEnumerable<Problem> Misuses(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var names = command.Subcommands.Select(subcommand => subcommand.Name).Concat(command.Options.Select(option => option.Name))
            .Concat(GlobalNames).ToList();
        var help = $"See `{Path(parsed.CommandResult)} --help`.";
        var unknown = parsed.UnmatchedTokens.ToHashSet(StringComparer.Ordinal);
        // What follows a word that is no command means nothing because of it.
        foreach (var word in command is RootCommand ? unknown.Take(1) : unknown)
        {
            var didYouMean = NearestName.Of(word, names) is { } near ? $"Did you mean `{near}`? " : "";
            yield return new($"`{Display.Line(word, 100)}` means nothing here.", Fix: didYouMean + help);
        }

        // A missing command is only said where no word was taken for one.
        foreach (var error in parsed.Errors.Where(error => unknown.Count == 0 || !ComesOfAWord(error)))
            yield return new(error.Message, Fix: help);

        bool ComesOfAWord(ParseError error) =>
            error.SymbolResult is CommandResult
            || unknown.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal));
    }

    static IEnumerable<string> GlobalNames =>
        [CommandSettings.Root.Name, CommandSettings.Server.Name, CommandSettings.Json.Name, CommandSettings.Verbose.Name];

    static string Path(CommandResult result)
    {
        var names = Ancestors(result).Select(command => command is RootCommand ? "naturalthoughts" : command.Name);
        return string.Join(' ', names.Reverse());
    }

    static IEnumerable<Command> Ancestors(CommandResult result)
    {
        for (CommandResult? command = result; command is not null; command = command.Parent as CommandResult) yield return command.Command;
    }

    static int Unexpected(Screen screen, Exception error, bool verbose)
    {
        if (error is ServerProblem known) return screen.Problems(known.Problems, known.ExitCode);
        if (verbose) Console.Error.WriteLine(PrintableText.Of(error.ToString()));
        return screen.Problems(
            [error is SiloStartException
                ? new(error.Message, Fix: verbose ? null : "`--verbose` shows more.")
                : new($"Unexpected: {error.GetBaseException().Message}",
                    Fix: verbose ? null : "What is committed is safe. `--verbose` shows where it comes from.")],
            ExitCode.Failed);
    }
}
