using System.Security.Cryptography;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;

namespace NaturalThoughts.Cluster.Tests.Datasets;

public sealed class SameBytesTests
{
    const string Outputs = """
        annotate: [cues, verbosity, answer]
        selections:
          - {name: all, where: 'true', per_question: 3, size: 40, seed: 7}
          - {name: hard, where: 'true', rank: difficulty, size: 9}
        datasets:
          - {name: all, selection: all, mix: {system2: 0.4}, split: {validation: 20%}}
          - {name: hard, selection: hard, layout: messages, format: jsonl, mix: {system2: percentile(reasoning_tokens) < 0.5}}
        """;

    [Fact]
    public async Task Curate_OtherEndpointOrderOfArrivalAndFailures_SameBytes()
    {
        await using var one = await TestRun.StartAsync();
        await using var other = await TestRun.StartAsync();
        foreach (var run in new[] { one, other }) Directory.CreateDirectory(Path.Combine(run.Folder, "q"));
        await using (var model = await HeldModel.StartAsync())
        {
            model.Release();
            Write(one, 1);
            Write(one, 2);
            await FinishAsync(one, Spec(model, slots: 8));
        }

        // The later file first, one response at a time, some of them failed and tried again, by another server and on two silos.
        await using (var model = await HeldModel.StartAsync(refusals: 5))
        {
            model.Release();
            Write(other, 2);
            await FinishAsync(other, Spec(model, slots: 1));
            await other.RestartAsync();
            await other.OpenAsync();
            Assert.Equal(5, await other.Run.Retry("http-400"));
            Write(other, 1);
            await FinishAsync(other, Spec(model, slots: 2));
        }

        var files = Datasets(one);
        Assert.Equal(files, Datasets(other));
        Assert.Contains(files, file => file.StartsWith("all/validation/", StringComparison.Ordinal));
    }

    static async Task FinishAsync(TestRun run, string spec)
    {
        var status = await run.FinishAsync(spec);
        Assert.True(status.Phase is RunPhase.Done, string.Join('\n', status.Problems));
    }

    // Questions 10 to 19 stand in both files; only the first has the right answer and a domain.
    static void Write(TestRun run, int file) => File.WriteAllLines(
        Path.Combine(run.Folder, "q", $"{file}.jsonl"),
        Enumerable.Range(file == 1 ? 0 : 10, 20).Select(n => file == 1
            ? $$"""{"question":"What is {{n}} plus one?","answer":"42","domain":"sums"}"""
            : $$"""{"question":"What is {{n}} plus one?","answer":"{{n}}"}"""));

    static string Spec(HeldModel model, int slots) => TestRun.Asking(model, Outputs)
        .Replace("questions.jsonl", "q/*.jsonl").Replace("reference: answer", "reference: answer, domain: domain")
        .Replace("'}]", $"', slots: {slots}}}]").Replace($"{HeldModel.Name}}}", $"{HeldModel.Name}, samples: 3}}");

    static List<string> Datasets(TestRun run)
    {
        var folder = Path.Combine(run.RunFolder, "datasets");
        return
        [
            .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
        ];
    }
}
