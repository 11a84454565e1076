using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>A command's help, and how it is used.</summary>
sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        [""] =
        [
            "naturalthoughts validate spec.yaml                      # is everything in order?",
            "naturalthoughts curate spec.yaml --dry-run              # what would it do and cost?",
            "naturalthoughts curate spec.yaml                        # do it; again to go on",
            "naturalthoughts select RUN --recipe long --size 1000    # another selection, at once",
            "naturalthoughts emit RUN long-1000 --mix disagree       # a dataset to train on",
        ],
        ["curate"] =
        [
            "naturalthoughts curate spec.yaml --limit 100",
            "naturalthoughts curate spec.yaml --endpoint http://10.0.0.1:8000/v1 --endpoint http://10.0.0.2:8000/v1",
        ],
        ["status"] = ["naturalthoughts status", "naturalthoughts status natural-r1 --json"],
        ["select"] =
        [
            "naturalthoughts select natural-r1 --recipe strategies --size 1000 --seed 7",
            "naturalthoughts select natural-r1 --recipe mine.yaml --replace",
            "naturalthoughts select natural-r1 --where \"complete and correct\" --rank difficulty --size 500 --name hard",
        ],
        ["study"] =
        [
            "naturalthoughts study natural-r1 --recipes random,long,strategies,models-disagree --sizes 1k,10k,100k --seed 7",
            "naturalthoughts study natural-r1 --recipes random,mine.yaml --sizes 1k,10k --name mine --no-emit",
        ],
        ["report"] = ["naturalthoughts report natural-r1 long-1000", "naturalthoughts report natural-r1 long-1000 --out long.html"],
        ["compare"] = ["naturalthoughts compare natural-r1 long-1000 random-1000"],
        ["explain"] = ["naturalthoughts explain natural-r1 long-1000 3fa94c10"],
        ["rank"] = ["naturalthoughts rank natural-r1 --top 20"],
        ["show"] = ["naturalthoughts show natural-r1 3fa94c10 --full"],
        ["emit"] =
        [
            "naturalthoughts emit natural-r1 long-1000 --layout messages --format jsonl",
            "naturalthoughts emit natural-r1 long-1000 --mix 40% "
                + "--think \"detailed thinking on\" --no-think \"detailed thinking off\" --name mixed",
            "naturalthoughts emit natural-r1 right-1000 --pairs correct --layout sharegpt --name preferred",
        ],
        ["retry"] = ["naturalthoughts retry natural-r1 --reason http-502"],
        ["verify"] = ["naturalthoughts verify natural-r1", "naturalthoughts verify natural-r1 --root /backup/runs --json"],
        ["health"] = ["naturalthoughts health", "naturalthoughts health --server http://silo-2:8080 --json"],
        ["key"] = ["naturalthoughts key ada --role operator 2>> keys > ada.key", "naturalthoughts key wall-display"],
        ["recipes"] = ["naturalthoughts recipes", "naturalthoughts recipes strategies > mine.yaml"],
        ["rubrics"] = ["naturalthoughts rubrics", "naturalthoughts rubrics verbosity > prompts/verbosity.md"],
        ["validate"] = ["naturalthoughts validate spec.yaml", "naturalthoughts validate my-recipe.yaml --spec spec.yaml"],
        ["probe"] = ["naturalthoughts probe http://10.0.0.1:8000/v1 --model deepseek-ai/DeepSeek-R1"],
        ["replay"] = ["naturalthoughts replay samples/responses.jsonl --tokens-per-second 100"],
    };

    /// <summary>Puts the examples below the help of every command.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        if (!Examples.TryGetValue(command is RootCommand ? "" : command.Name, out var examples)) return exitCode;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return exitCode;
    }
}
