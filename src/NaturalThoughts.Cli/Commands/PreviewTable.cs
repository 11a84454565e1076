using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>What would be done, on a screen.</summary>
static class PreviewTable
{
    public static void Draw(IAnsiConsole console, CurationPreview preview)
    {
        console.MarkupLineInterpolated($"[bold]{preview.Run}[/]  nothing was written, nobody was asked");
        console.Write(Tables.Pairs(Counts(preview), numbers: true));
        if (preview is { Asked: > 0, MostTokens: null }) console.WriteLine("  no limit on response tokens: a model has no max_tokens");
        console.WriteLine();
        foreach (var output in preview.Outputs) console.WriteLine($"  then {output}");
        console.WriteLine();
        console.Write(new Text($"columns: {string.Join(", ", preview.Columns)}\n"));
        foreach (var request in preview.First)
        {
            var rubric = request.Rubric is { } name ? $" for {name}" : "";
            console.MarkupLineInterpolated($"\n[bold]first request to {request.Role} {Display.Line(request.Model, 60)}{rubric}[/]");
            console.WriteLine(request.Body);
        }
    }

    static IEnumerable<(string Name, string Value)> Counts(CurationPreview preview)
    {
        yield return ("rows", Display.Count(preview.Rows));
        yield return ("questions", Display.Count(preview.Questions));
        if (preview.Contaminated > 0) yield return ("of these removed: contaminated", Display.Count(preview.Contaminated));
        foreach (var (reason, count) in preview.Unusable) yield return ($"unusable: {reason}", Display.Count(count));
        yield return ("responses in the sources", Display.Count(preview.Imported));
        if (preview.Paid > 0) yield return ("of these already paid for", Display.Count(preview.Paid));
        yield return ("responses to ask for", Display.Count(preview.Asked));
        foreach (var judged in preview.Judgements)
            yield return ($"{judged.Role} {Display.Line(judged.Model, 60)} {judged.Rubric}, at most", Display.Count(judged.Calls));
        if (preview.Judgements.Length > 0 && preview.Judgements.All(judged => judged.MaxTokens is not null))
            yield return (
                "tokens of these replies, at most",
                Display.Count(preview.Judgements.Sum(judged => judged.Calls * judged.MaxTokens!.Value)));
        if (preview.Asked == 0) yield break;
        yield return ("tokens of prompts, about", Display.Count(preview.PromptTokens));
        if (preview.MostTokens is { } most) yield return ("tokens of responses, at most", Display.Count(most));
    }
}
