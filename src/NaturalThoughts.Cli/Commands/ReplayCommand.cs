using System.CommandLine;
using NaturalThoughts.Cli.Replay;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Inference.Recorded;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>replay FILE</c>: a model server that answers from recorded responses.</summary>
static class ReplayCommand
{
    const string DefaultUrl = "http://127.0.0.1:8000";

    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "Stored responses, as for a `recorded:` endpoint." };
        var urls = TextOptions.Defaulted(
            "--urls", "Where HTTP listens; several with semicolons. Nobody is asked for a key.", "URLS", DefaultUrl);
        var prompt = TextOptions.Defaulted("--prompt", "What the question stands in where it is asked: the model's `prompt` in the spec.",
            "TEXT", ReplayRequest.Placeholder);
        var rate = NumberOptions.Whole("--tokens-per-second", "How fast each response is sent, about; at once where not given.", 1);
        var command = new Command("replay",
            "Serve stored responses as an OpenAI-compatible model server does, streamed or whole: to try a pipeline over HTTP without "
            + "a GPU. What is not stored is refused; so is what a rubric asks.")
        {
            file, urls, prompt, rate,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new(parsed.GetValue(CommandSettings.Json)), parsed.GetValue(file)!,
            (parsed.GetValue(urls)!, parsed.GetValue(prompt)!, parsed.GetValue(rate) ?? 0), cancellation));
        return command;
    }

    static async Task<int> RunAsync(
        Screen screen, string path, (string Urls, string Prompt, double Rate) told, CancellationToken cancellation)
    {
        if (!told.Prompt.Contains(ReplayRequest.Placeholder, StringComparison.Ordinal))
            return screen.Problems([new("A prompt without a place for the question asks nothing.", "--prompt",
                Expected: $"a text with `{ReplayRequest.Placeholder}`")]);
        var opened = RecordedFile.Open(path, path);
        if (!opened.Ok) return screen.Problems(opened.Problems);
        using var file = opened.Value;
        await using var app = ReplayServer.Build(file, told.Urls, told.Prompt, told.Rate, TimeProvider.System);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception error) when (error is IOException or FormatException or InvalidOperationException)
        {
            return screen.Problems([new($"Nothing can listen there: {error.Message}", "--urls",
                Expected: $"an address such as `{DefaultUrl}`")]);
        }

        screen.Say(Markup.Escape(
            $"Replaying {file.Count} responses of {string.Join(", ", file.Models)} at {string.Join(", ", app.Urls)}, under /v1."));
        await app.WaitForShutdownAsync(cancellation);
        return ExitCode.Done;
    }
}
