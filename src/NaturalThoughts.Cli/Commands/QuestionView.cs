using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>A question with its responses, on a screen.</summary>
static class QuestionView
{
    const int MostText = 600;

    public static void Draw(IAnsiConsole console, ShownQuestion question, bool full)
    {
        console.MarkupLineInterpolated($"[bold]question {question.Id.ToString()}[/]");
        Block(console, question.Text, full);
        if (question.Removed is { } removed) Draw(console, removed, full);
        console.Write(Tables.Pairs(
        [
            .. question.Reference is { } reference ? [("reference", Shown(reference, full))] : Array.Empty<(string, string)>(),
            .. question.Labels.Select(label => (label.Key, Display.Line(label.Value, 60))),
            .. question.Scores.Select(score => (score.Key, $"{score.Value}")),
            ("source", $"{question.Source}, {question.Origin}"),
            .. question.License is { } license ? [("license", license)] : Array.Empty<(string, string)>(),
            .. question.Annotations.SelectMany(Lines),
        ]));
        foreach (var response in question.Responses) Draw(console, response, full);
        foreach (var failure in question.Failures)
        {
            var who = Who(failure.Role, failure.Model, failure.Rubric, failure.About);
            var why = $"{Display.Line(failure.Reason, 60)}, {Display.Line(failure.Detail, 200)}";
            console.MarkupLineInterpolated(
                $"\n[bold red]failed[/] {who}, sample {failure.Sample}, attempt {failure.Attempt}: {why} ({failure.Standing})");
        }
    }

    public static void List(IAnsiConsole console, List<ShownMatch> matches, bool more)
    {
        console.WriteLine("Several questions match:");
        var room = Math.Max(20, console.Profile.Width - 37);
        foreach (var match in matches) console.WriteLine($"  {match.Id}  {Display.Line(match.Text, room)}");
        if (more) console.WriteLine("  and more: give more of the id");
    }

    static void Draw(IAnsiConsole console, ShownRemoval removed, bool full)
    {
        console.MarkupLineInterpolated($"[bold red]removed[/] {removed.Reason}: {Display.Line(removed.Detail, 300)}");
        var what = removed.Of is { } kept ? $"kept for it: question {kept}" : "what it has in common";
        console.MarkupLineInterpolated($"  [italic]{what}[/]");
        if (removed.Matched is { } matched) Block(console, matched, full);
    }

    static void Draw(IAnsiConsole console, ShownResponse response, bool full)
    {
        var who = Who(response.Role, response.Model, response.Rubric, response.About);
        var what = response.Rubric is null ? "trace" : "reply";
        console.MarkupLineInterpolated($"\n[bold]{who}[/]  {what} {response.Trace.ToString()}");
        var tokens = response.Usage?.Completion is { } count ? $"{Display.Count(count)} tokens" : null;
        string?[] facts = [$"sample {response.Sample}", response.FinishReason, tokens, response.Origin, response.Endpoint];
        console.WriteLine("  " + Display.Line(string.Join(" · ", facts.OfType<string>()), 300));
        Part(console, "reasoning", response.Reasoning, full);
        Part(console, "answer", response.Answer, full);
        console.Write(Tables.Pairs(response.Annotations.SelectMany(Lines)));
    }

    static IEnumerable<(string Name, string Value)> Lines(ShownAnnotation annotation)
    {
        var values = string.Join(", ", annotation.Values.Select(value => $"{value.Key} {Display.Value(value.Value)}"));
        if (values.Length > 0) yield return (annotation.Annotator, values);
        var seen = annotation.Evidence.GroupBy(evidence => evidence.Label, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).Select(group => group.Key).ToList();
        if (seen.Count > 0) yield return (values.Length > 0 ? "" : annotation.Annotator, string.Join(", ", seen));
    }

    static string Who(ModelRole role, string model, string? rubric, TraceId? about) =>
        $"{role.ToString().ToLowerInvariant()} {Display.Line(model, 60)}"
        + (rubric is null ? "" : about is { } trace ? $", {rubric} of trace {trace}" : $", {rubric}");

    static void Part(IAnsiConsole console, string name, string? text, bool full)
    {
        console.MarkupLineInterpolated($"  [italic]{name}[/]{(text is null ? ": none" : $", {Display.Count(text.Length)} characters")}");
        if (text is not null) Block(console, text, full);
    }

    static void Block(IAnsiConsole console, string text, bool full) =>
        console.Write(new Padder(new Text(Shown(text, full)), new Padding(4, 0, 0, 1)));

    static string Shown(string text, bool full) => full ? text : Display.Shortened(text, MostText);
}
