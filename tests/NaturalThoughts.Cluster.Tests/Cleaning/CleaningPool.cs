using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Cluster.Tests.Cleaning;

/// <summary>Questions to clean, and what became of them.</summary>
static class CleaningPool
{
    public const string Near = "clean: {near_duplicates: 0.7}";
    public const string Both = "clean: {near_duplicates: 0.7, decontaminate: bench.jsonl}";

    /// <summary>Words that two questions share.</summary>
    public static string Common { get; } = Words("word");

    // 20 questions of their own, 5 of a benchmark, 5 groups of 4 that hang together over two files, one question twice and once more with
    // another mark.
    public static void WritePool(TestRun run)
    {
        var groups = Enumerable.Range(0, 5).SelectMany(group => Enumerable.Range(0, 4).Select(n => $"{Words($"g{group}w")} {n}"));
        Import(run, "traces-2.jsonl",
            [.. Own(0, 12), .. Bench(), .. groups.Where((_, n) => n % 2 == 0), "Same as below."]);
        Import(run, "traces-1.jsonl",
            [.. groups.Where((_, n) => n % 2 == 1), .. Own(12, 8), "Same as below.", "same, as below"]);
        Write(run, "bench.jsonl", [.. Bench().Select(text => text.ToUpperInvariant())]);

        static IEnumerable<string> Own(int from, int count) => Enumerable.Range(from, count).Select(n => $"What is {n} plus {n * n}?");
        static IEnumerable<string> Bench() => Enumerable.Range(0, 5).Select(n => $"How many times goes {n} into a hundred?");
    }

    public static string Words(string like) => string.Join(' ', Enumerable.Range(0, 30).Select(n => $"{like}{n}"));

    public static void Write(TestRun run, string file, params string[] questions) => File.WriteAllLines(
        Path.Combine(run.Folder, file), questions.Select(question => $$"""{"question":"{{question}}","answer":"1"}"""));

    public static void Import(TestRun run, string file, params string[] questions) => File.WriteAllLines(
        Path.Combine(run.Folder, file),
        questions.Select(question => $$"""{"question":"{{question}}","answer":"1","trace":"<think>so</think>1"}"""));

    public static string Removed(IEnumerable<KeyValuePair<string, long>> removed) =>
        string.Join(", ", removed.Select(reason => $"{reason.Key} {reason.Value}"));

    public static async Task<List<RemovalFact>> RemovalsAsync(TestRun run) =>
        [.. (await run.Run.Find("", 1_000)).SelectMany(dossier => dossier.Facts).OfType<RemovalFact>()];

    public static async Task<string> OutcomeAsync(TestRun run) => string.Join('\n', (await RemovalsAsync(run))
        .OrderBy(fact => fact.Question)
        .Select(fact => $"{fact.Question} {fact.Number} {fact.Reason} {fact.Of} {fact.Detail} {fact.Matched}"));
}
