using System.Text;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>Specs and sources that are not as they should be: each ends with one message that names the place.</summary>
public sealed class BadInputTests
{
    const string Columns = "columns: {question: question, reference: answer, domain: domain}";

    [Fact]
    public async Task Curate_NoSpecFile_SaysWhichFile()
    {
        using var workshop = new Workshop();
        File.Delete(workshop.Spec);
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(2);
        Assert.Contains("spec.yaml", outcome.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workshop.Root));
    }

    [Fact]
    public async Task Curate_SpecThatGrowsByAliases_IsRefused()
    {
        using var workshop = new Workshop();
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 10; level++)
            bomb.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        workshop.Write("spec.yaml", bomb.ToString());
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(2);
        Assert.Contains("spec.yaml:1:", outcome.Said, StringComparison.Ordinal);
        Assert.Contains("anchor", outcome.Said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Curate_NoSourceFile_SaysWhereItLookedAndPutsNothingInForce()
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(source: $"{{path: missing.jsonl, {Columns}}}");
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(2);
        Assert.Contains("names no file", outcome.Said, StringComparison.Ordinal);
        Assert.Contains("questions.jsonl", outcome.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(workshop.Root, "r")));
    }

    [Fact]
    public async Task Curate_NoRecordedFile_SaysWhichFile()
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(endpoint: "'recorded:missing.jsonl'");
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(2);
        Assert.Contains("missing.jsonl", outcome.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(workshop.Root, "r")));
    }

    [Fact]
    public async Task Curate_RowsWithoutTheMappedColumn_NamesTheReasonOnce()
    {
        using var workshop = new Workshop();
        workshop.WriteSpec(source: "{path: questions.jsonl, columns: {question: problem}}");
        var outcome = (await CommandProcess.CurateToEndAsync(workshop)).Ended(1);
        Assert.Contains("problem", outcome.Said, StringComparison.Ordinal);
        Assert.Contains("question", outcome.Said, StringComparison.Ordinal);
        Assert.Empty(RunFolderReader.Calls(workshop));
    }

    [Fact]
    public async Task Curate_EmptyFile_IsADeadLetterBesideTheOthers()
    {
        using var workshop = new Workshop();
        workshop.Write("nothing.jsonl", "");
        workshop.WriteSpec(source: $"[{{path: questions.jsonl, {Columns}}}, {{path: nothing.jsonl, {Columns}}}]");
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(["empty-file", "missing-question", "not-json"], await RejectionsAsync(workshop));
    }

    [Fact]
    public async Task Curate_RowThatIsNotUtf8_IsADeadLetterBesideTheOthers()
    {
        using var workshop = new Workshop();
        using (var file = File.Open(Path.Combine(workshop.Folder, "questions.jsonl"), FileMode.Append))
            file.Write([.. "{\"question\": \"caf"u8, 0xE9, .. "?\"}\n"u8]);
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Contains("invalid-utf8", await RejectionsAsync(workshop));
    }

    [Fact]
    public async Task Curate_LineOf200Megabytes_IsADeadLetterBesideTheOthers()
    {
        using var workshop = new Workshop();
        using (var file = File.Open(Path.Combine(workshop.Folder, "questions.jsonl"), FileMode.Append))
        {
            file.Write("{\"question\": \""u8);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (var megabyte = 0; megabyte < 200; megabyte++) file.Write(block);
            file.Write("\"}\n{\"question\": \"What comes after a long line?\"}\n"u8);
        }

        // The last question has no recorded response.
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Contains("row-too-long", await RejectionsAsync(workshop));
        var (facts, _) = await RunFolderReader.FactsAsync(workshop);
        Assert.Single(facts.OfType<IntakeFact>(), fact => fact.Question?.Text == "What comes after a long line?");
    }

    static async Task<IEnumerable<string>> RejectionsAsync(Workshop workshop) =>
        (await RunFolderReader.FactsAsync(workshop)).Facts.OfType<IntakeFact>()
            .Select(fact => fact.Rejected?.Reason).OfType<string>().Order(StringComparer.Ordinal);
}
