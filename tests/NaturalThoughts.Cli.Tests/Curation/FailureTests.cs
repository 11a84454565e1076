using System.Text.Json;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cli.Tests.Curation;

public sealed class FailureTests(UndisturbedRun undisturbed)
{
    [Fact]
    public async Task Curate_ResponsesMissing_TheyAreDeadLettersUntilTheyAreReopened()
    {
        using var workshop = new Workshop();
        workshop.WriteResponses(number => number % 10 != 3);
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(3);
        Assert.Contains("max_failed", outcome.Said, StringComparison.Ordinal);
        Assert.Contains("naturalthoughts retry r --reason", outcome.Said, StringComparison.Ordinal);
        var attempts = (await RunFolderReader.FactsAsync(workshop)).Facts.OfType<AttemptFact>();
        Assert.All(attempts, attempt => Assert.Equal("not-recorded", attempt.Failure.Reason));
        AssertReconciled(workshop, failed: 12);

        var calls = RunFolderReader.Calls(workshop).Count;
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(3);
        Assert.Equal(calls, RunFolderReader.Calls(workshop).Count);

        workshop.WriteResponses(_ => true);
        Assert.Equal(12, await RetryAsync(workshop, "not-recorded"));
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(calls + 12, RunFolderReader.Calls(workshop).Count);
        AssertReconciled(workshop, failed: 0);
        Assert.Equal(await undisturbed.Datasets, RunFolderReader.Datasets(workshop));
    }

    static async Task<int> RetryAsync(Workshop workshop, string reason)
    {
        using var command = CommandProcess.Start(workshop, "retry", "r", "--reason", reason, "--json");
        using var result = JsonDocument.Parse((await command.EndAsync()).Ended(0).Out);
        return result.RootElement.GetProperty("reopened").GetInt32();
    }

    static void AssertReconciled(Workshop workshop, long failed)
    {
        var folder = Path.Combine(workshop.Root, "r", "datasets", "some");
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        var counts = manifest.RootElement.GetProperty("counts");
        Assert.Equal(Workshop.Rows, Number("questions_in"));
        Assert.Equal(Number("questions_in"), Number("unique") + Number("duplicates") + Sum("unusable"));
        Assert.Equal(Workshop.Responses, Number("responses_asked"));
        Assert.Equal(failed, Sum("failed"));
        Assert.Equal(Number("responses_asked"), Number("committed") + Sum("failed"));
        var card = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.Equal(failed > 0, card.Contains("not-recorded", StringComparison.Ordinal));
        Assert.Contains($"{Workshop.Rows}", card, StringComparison.Ordinal);

        long Number(string name) => counts.GetProperty(name).GetInt64();
        long Sum(string name) => counts.GetProperty(name).EnumerateObject().Sum(reason => reason.Value.GetInt64());
    }
}
