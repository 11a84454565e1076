using System.CommandLine;
using System.Globalization;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>rank RUN</c>: the hardest and the easiest questions.</summary>
static class RankCommand
{
    const int MostShown = 1000;

    static readonly (string Column, string Name)[] Shown =
        [("response_tokens", "tokens"), ("strategies_unique", "strategies"), ("pass_rate", "pass rate"), ("disagree", "disagree")];

    public static Command Build()
    {
        var run = CommandSettings.Run();
        var top = NumberOptions.Whole("--top", $"How many of each, at most {MostShown}.", 1);
        top.DefaultValueFactory = _ => 10;
        var command = new Command("rank", "Rank all questions of a run by difficulty: the hardest and the easiest.") { run, top };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var most = (int)Math.Min(parsed.GetValue(top)!.Value, MostShown);
            return invocation.OnRunAsync(parsed.GetValue(run)!, async grain => invocation.Show(await grain.Rank(most), Draw));
        });
        return command;
    }

    static void Draw(IAnsiConsole console, DifficultyRanking ranking)
    {
        console.WriteLine($"{Display.Count(ranking.Questions)} questions, ranked by {ranking.Expression}");
        Draw(console, "hardest", [.. ranking.Hardest]);
        Draw(console, "easiest", [.. ranking.Easiest]);
    }

    static void Draw(IAnsiConsole console, string title, List<RankedQuestion> questions)
    {
        if (questions.Count == 0) return;
        console.MarkupLineInterpolated($"\n[bold]{title}[/]");
        foreach (var question in questions)
        {
            var difficulty = question.Difficulty.ToString("0.000", CultureInfo.InvariantCulture);
            console.WriteLine($"{difficulty}  {Display.Id(question.Question)}  {Facts(question)}");
            console.WriteLine($"       {Display.Line(question.Text, Math.Max(20, console.Profile.Width - 8))}");
        }
    }

    static string Facts(RankedQuestion question) => string.Join(" · ", Shown
        .Select(shown => (shown.Name, Value: question.Features.GetValueOrDefault(shown.Column, FeatureValue.Null)))
        .Where(fact => !fact.Value.IsNull)
        .Select(fact => $"{fact.Name} {Display.Value(fact.Value)}"));
}
