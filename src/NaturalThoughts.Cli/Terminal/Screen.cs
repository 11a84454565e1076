using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Server.Api.Json;
using Spectre.Console;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Where commands print: results on standard output, everything else on standard error.</summary>
/// <param name="json">Whether results are printed as JSON.</param>
sealed class Screen(bool json)
{
    static readonly JsonSerializerOptions Options = new(ApiJson.Options) { WriteIndented = true };

    /// <summary>Whether results are printed as JSON.</summary>
    public bool Json => json;

    /// <summary>Standard output.</summary>
    public IAnsiConsole Out { get; } = ConsoleOf(Console.Out);

    /// <summary>Standard error.</summary>
    public IAnsiConsole Error { get; } = ConsoleOf(Console.Error);

    /// <summary>Prints a result: as JSON, or as it is drawn.</summary>
    /// <returns>The exit code of a command that is done.</returns>
    public int Result<T>(T result, Action<IAnsiConsole, T> draw)
    {
        if (json) PrintJson(result);
        else draw(Out, result);
        return ExitCode.Done;
    }

    /// <summary>Prints problems, each as one message.</summary>
    /// <returns>The exit code.</returns>
    public int Problems(ImmutableArray<Problem> problems, int exitCode = ExitCode.WrongInput)
    {
        if (json) PrintJson(new { problems });
        else Complain(problems);
        return exitCode;
    }

    /// <summary>Prints problems for people, beside a result.</summary>
    public void Complain(ImmutableArray<Problem> problems) => Complain("[red]error:[/]", problems);

    /// <summary>Prints what people should look at, beside a result.</summary>
    public void Warn(ImmutableArray<Problem> problems) => Complain("[yellow]warning:[/]", problems);

    void Complain(string heading, ImmutableArray<Problem> problems)
    {
        foreach (var problem in problems)
        {
            var shown = problem with { Where = problem.Where is { } where ? NearPath.Of(where) : null };
            Line($"{heading} {Markup.Escape(PrintableText.Of(shown.ToString()))}");
        }
    }

    /// <summary>Says something to the person who waits.</summary>
    public void Say(string markup)
    {
        if (!json) Line(markup);
    }

    // Where lines are kept in a file or searched, one message is one line; a terminal gets them wrapped at words.
    void Line(string markup)
    {
        if (Error.Profile.Out.IsTerminal) Error.MarkupLine(markup);
        else Console.Error.WriteLine(PrintableText.Of(Markup.Remove(markup)));
    }

    static void PrintJson<T>(T value) => Console.Out.WriteLine(PrintableText.InJson(JsonSerializer.Serialize(value, Options)));

    static IAnsiConsole ConsoleOf(TextWriter to)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(to) });
        console.Pipeline.Attach(new PlainOutput());
        return console;
    }
}
