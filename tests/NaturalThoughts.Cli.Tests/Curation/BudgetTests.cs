using System.Text.Json;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cli.Tests.Curation;

public sealed class BudgetTests(UndisturbedRun undisturbed)
{
    // Of the baseline, which has no max_tokens, 16,384 are set aside beside the teacher's 1,000.
    const long OneQuestion = 17_384;
    const long Budget = OneQuestion + 2_000;

    [Fact]
    public async Task Curate_BudgetSpent_IsSelectableAndGoesOnOnceItIsRaised()
    {
        using var workshop = new Workshop();
        Limit(workshop, Budget);
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(3);
        Assert.Contains("The budget is spent", outcome.Said, StringComparison.Ordinal);
        Assert.Contains("Raise `limits.output_tokens`", outcome.Said, StringComparison.Ordinal);
        var (spent, sealedQuestions) = await StatusAsync(workshop);
        Assert.InRange(spent, Budget - OneQuestion + 1, Budget);
        Assert.Equal(spent, (await RunFolderReader.FactsAsync(workshop)).Facts.OfType<ResponseFact>().Sum(fact => fact.Uncounted));
        Assert.Equal(2 * sealedQuestions, RunFolderReader.Calls(workshop).Count);

        using var select = CommandProcess.Start(workshop, "select", "r", "--recipe", "random", "--size", "5", "--name", "few");
        (await select.EndAsync()).Ended(0);
        using var emit = CommandProcess.Start(workshop, "emit", "r", "few", "--name", "few");
        (await emit.EndAsync()).Ended(0);

        (await CommandProcess.CurateToEndAsync(workshop)).Ended(3);
        Assert.Equal(2 * sealedQuestions, RunFolderReader.Calls(workshop).Count);

        workshop.WriteSpec();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(Workshop.Responses, RunFolderReader.Calls(workshop).Count);
        Directory.Delete(Path.Combine(workshop.Root, "r", "datasets", "few"), recursive: true);
        Assert.Equal(await undisturbed.Datasets, RunFolderReader.Datasets(workshop));
    }

    [Fact]
    public async Task Validate_BudgetThatCoversNoQuestion_IsRefused()
    {
        using var workshop = new Workshop();
        Limit(workshop, OneQuestion - 1);
        using var validate = CommandProcess.Start(workshop, "validate", "spec.yaml");
        Assert.Contains($"Expected at least {OneQuestion}", (await validate.EndAsync()).Ended(2).Said, StringComparison.Ordinal);
    }

    // As another process reads it from the run's folder.
    static async Task<(long Spent, long Sealed)> StatusAsync(Workshop workshop)
    {
        using var text = CommandProcess.Start(workshop, "status", "r");
        Assert.Contains("The budget is spent", (await text.EndAsync()).Ended(0).Out, StringComparison.Ordinal);
        using var command = CommandProcess.Start(workshop, "status", "r", "--json");
        using var status = JsonDocument.Parse((await command.EndAsync()).Ended(0).Out);
        var counts = status.RootElement.GetProperty("counts");
        Assert.Equal(Budget, status.RootElement.GetProperty("budget").GetInt64());
        Assert.Single(status.RootElement.GetProperty("problems").EnumerateArray());
        return (counts.GetProperty("spent").GetInt64(), counts.GetProperty("sealed").GetInt64());
    }

    // Which questions are sealed when the budget is spent is chance: none of the datasets may need certain ones.
    static void Limit(Workshop workshop, long budget) => workshop.Write("spec.yaml", File.ReadAllText(workshop.Spec)
        .Replace("max_failed: 5%", $"max_failed: 5%, output_tokens: {budget}", StringComparison.Ordinal)
        .Replace(", exclude: [some]", "", StringComparison.Ordinal)
        .Replace("  - {name: disagree, selection: disagree, layout: sharegpt}\n", "", StringComparison.Ordinal));
}
