using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Problems;
using Spectre.Console;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Where commands print: results on standard output, everything else on standard error.</summary>
/// <param name="json">Whether results are printed as JSON.</param>
sealed class Screen(bool json)
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new IdJson(), new FeatureJson() },
    };

    /// <summary>Whether results are printed as JSON.</summary>
    public bool Json => json;

    /// <summary>Standard output.</summary>
    public IAnsiConsole Out { get; } = AnsiConsole.Console;

    /// <summary>Standard error.</summary>
    public IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Prints a result: as JSON, or as it is drawn.</summary>
    public void Result<T>(T result, Action<IAnsiConsole, T> draw)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(result, Options));
        else draw(Out, result);
    }

    /// <summary>Prints problems, each as one message.</summary>
    /// <returns>The exit code.</returns>
    public int Problems(ImmutableArray<Problem> problems, int exitCode = ExitCode.WrongInput)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(new { problems }, Options));
        else
            foreach (var problem in problems) Error.MarkupLine($"[red]error[/] {Markup.Escape(Display.Plain(problem.ToString()))}");
        return exitCode;
    }

    /// <summary>Says something to the person who waits.</summary>
    public void Say(string markup)
    {
        if (!json) Error.MarkupLine(markup);
    }
}
