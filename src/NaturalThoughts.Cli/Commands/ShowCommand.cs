using System.Collections.Immutable;
using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>show RUN QUESTION|TRACE</c>: all that is known about a question.</summary>
static class ShowCommand
{
    const int MostMatches = 20;

    public static Command Build()
    {
        var run = CommandSettings.Run();
        var id = new Argument<string>("ID")
        {
            Description = "The id of a question or a trace, or its beginning; `rank`, `compare` and the metadata files have them.",
        };
        var full = new Option<bool>("--full") { Description = "Print texts whole." };
        var command = new Command(
            "show", "Show a question with its responses, their parsed reasoning and answer, annotations and failures.")
        {
            run, id, full,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var (name, prefix) = (parsed.GetValue(run)!, parsed.GetValue(id)!.ToLowerInvariant());
            return prefix.Length is 0 or > 32 || !prefix.All(char.IsAsciiHexDigit)
                ? Task.FromResult(invocation.Screen.Problems(
                    [new Problem($"`{Display.Line(prefix, 40)}` is no beginning of an id.", Expected: "1 to 32 hex digits")]))
                : invocation.OnRunAsync(name, async grain =>
                {
                    var found = await grain.Find(prefix, MostMatches + 1);
                    var removal = found is [var only] ? await RemovalAsync(grain, only) : null;
                    return Show(invocation, name, prefix, found, removal, parsed.GetValue(full));
                });
        });
        return command;
    }

    // A verdict by another rule than the spec's is of the past.
    static async Task<ShownRemoval?> RemovalAsync(IRunGrain grain, QuestionDossier dossier)
    {
        if (dossier.Removal is not { Reason: { } reason } said || said.Rule != (await grain.Status()).CleaningRule) return null;
        var kept = said.Of is { } of ? (await grain.Find(of.ToString(), 1)).FirstOrDefault()?.Question.Text : null;
        return new(reason, said.Detail ?? "", said.Matched ?? kept, said.Of);
    }

    static int Show(
        Invocation invocation, string run, string prefix, ImmutableArray<QuestionDossier> found, ShownRemoval? removal, bool full) =>
        found switch
        {
            [] => invocation.Screen.Problems([new Problem($"No question or trace has an id that begins with `{prefix}`.", run,
                Fix: $"`naturalthoughts rank {run}` prints ids of questions.")]),
            [var only] => invocation.Screen.Result(
                ShownQuestion.Of(only, prefix) with { Removed = removal },
                (console, question) => QuestionView.Draw(console, question, full)),
            _ => invocation.Screen.Result(
                new
                {
                    Matches = found.Take(MostMatches).Select(dossier => new ShownMatch(dossier.Id, dossier.Question.Text)),
                    More = found.Length > MostMatches,
                },
                (console, matches) => QuestionView.List(console, [.. matches.Matches], matches.More)),
        };
}
