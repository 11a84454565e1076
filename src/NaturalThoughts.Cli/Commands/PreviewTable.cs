using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>What would be done, on a screen.</summary>
static class PreviewTable
{
    public static void Draw(IAnsiConsole console, CurationPreview preview)
    {
        console.MarkupLineInterpolated($"[bold]{preview.Run}[/]  nothing was written, nobody was asked");
        var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
        Row("rows", Display.Count(preview.Rows));
        Row("questions", Display.Count(preview.Questions));
        foreach (var (reason, count) in preview.Unusable) Row($"unusable: {reason}", Display.Count(count));
        Row("responses in the sources", Display.Count(preview.Imported));
        Row("responses to ask for", Display.Count(preview.Asked));
        Row("tokens of prompts, about", Display.Count(preview.PromptTokens));
        Row("tokens of responses, at most", preview.MostTokens is { } most ? Display.Count(most) : "no limit: a model has no max_tokens");
        foreach (var output in preview.Outputs) Row("then", output);
        console.Write(table);
        console.WriteLine($"columns: {string.Join(", ", preview.Columns)}");
        foreach (var request in preview.First)
        {
            console.MarkupLineInterpolated($"\n[bold]first request to {request.Role} {request.Model}[/]");
            console.WriteLine(Display.Plain(request.Body));
        }

        void Row(string name, string value) => table.AddRow(Markup.Escape(Display.Line(name, 60)), Markup.Escape(value));
    }
}
