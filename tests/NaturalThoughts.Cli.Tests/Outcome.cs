using System.Text.Json;

namespace NaturalThoughts.Cli.Tests;

/// <summary>What a command came to.</summary>
sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>The one JSON document on standard output.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs a command line in this process; tests that do so take turns.</summary>
    public static async Task<Outcome> OfAsync(params string[] args)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var printed = new StringWriter();
        using var complained = new StringWriter();
        Console.SetOut(printed);
        Console.SetError(complained);
        try
        {
            var exitCode = await CommandTree.RunAsync(args);
            return new(exitCode, printed.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Asserts an exit code and that standard error holds all of these, with nothing on standard output.</summary>
    public void Refuses(int exitCode, params string[] words)
    {
        Assert.True(ExitCode == exitCode, ToString());
        foreach (var word in words) Assert.Contains(word, Error);
        Assert.Equal("", Output);
    }

    /// <summary>Asserts exit code 0 and that standard output holds all of these.</summary>
    public void Prints(params string[] words)
    {
        Assert.True(ExitCode == 0, ToString());
        foreach (var word in words) Assert.Contains(word, Output);
    }

    public override string ToString() => $"exit code {ExitCode}\n--- out\n{Output}--- error\n{Error}";
}
