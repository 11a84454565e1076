using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Data.Clusters;

namespace NaturalThoughts.Cluster.Tests.Clusters;

/// <summary>Runs whose questions are put into clusters.</summary>
static class ClusterRuns
{
    static readonly string[] Subjects = ["photosynthesis in plants", "the roman empire", "prime numbers", "monetary policy", "quantum spin"];

    /// <summary>The text of a question: of five subjects the first is asked about most.</summary>
    public static string Question(int number) => $"Tell me about {Subjects[number % 7 % 5]} please, item {number}";

    /// <summary>Writes a source of questions with a trace each.</summary>
    public static void Import(this TestRun run, IEnumerable<int> numbers, string file) => File.WriteAllLines(
        Path.Combine(run.Folder, file),
        numbers.Select(number => $$"""{"question":"{{Question(number)}}","answer":"1","trace":"<think>so</think>1"}"""));

    /// <summary>A spec that imports such files, with what the server makes of the questions.</summary>
    public static string ByModel(EmbeddingServer server, string clusters = "{k: 5, seed: 7}", string rest = "shards: 2", string run = "tested") => $$"""
        run: {{run}}
        source:
          path: 'subjects*.jsonl'
          columns: {question: question, reference: answer, responses: [{role: teacher, model: t, content: trace}]}
        endpoints: [{url: '{{server.Address}}'}]
        models:
          e: {model: {{EmbeddingServer.Name}}, task: embed}
        roles: {embedder: e}
        annotate: [answer, {clusters: {{clusters}}}]
        {{rest}}
        """;

    /// <summary>A spec that imports such files and needs no model.</summary>
    public static string ByWords(string clusters = "{k: 5, seed: 7}", string rest = "shards: 2", string run = "tested") => $$"""
        run: {{run}}
        source:
          path: 'subjects*.jsonl'
          columns: {question: question, reference: answer, responses: [{role: teacher, model: t, content: trace}]}
        annotate: [answer, {clusters: {{clusters}}}]
        {{rest}}
        """;

    /// <summary>The clusters that lie in a run's folder, made last.</summary>
    public static string[] Clusters(this TestRun run, string name = "tested")
    {
        var last = Directory.EnumerateDirectories(Path.Combine(run.Folder, "runs", name, "clusters")).MaxBy(Directory.GetLastWriteTimeUtc)!;
        return
        [
            .. Directory.EnumerateFiles(last, "questions-*.parquet").SelectMany(ClusterFile.Read)
                .OrderBy(pair => pair.Question).Select(pair => $"{pair.Question} {pair.Cluster}"),
        ];
    }
}
