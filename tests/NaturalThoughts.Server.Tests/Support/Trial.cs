using System.Security.Cryptography;
using System.Text.Json;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>What runs of trials are made of.</summary>
static class Trial
{
    /// <summary>A file of different questions, as JSONL.</summary>
    public static string Questions(int count) => string.Concat(Enumerable.Range(0, count).Select(number => JsonSerializer.Serialize(new
    {
        question = $"What is {number} times {number + 7}, and why?", answer = $"{number * (number + 7)}", domain = "abc"[number % 3],
    }) + "\n"));

    /// <summary>A spec that has every question of <c>questions.jsonl</c> answered by <c>teach</c>.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="more">Further top-level keys.</param>
    /// <param name="model">The model's name on its server.</param>
    public static string Spec(string run, string more = "", string model = "teach") => $$"""
        run: {{run}}
        source:
          path: questions.jsonl
          columns: {question: question, reference: answer, domain: domain}
        models:
          t: {model: {{model}}, temperature: 0.6}
        roles: {teacher: t}
        {{more}}
        """;

    /// <summary>The files below a folder, with the digests of their bytes; without what was not published.</summary>
    public static SortedDictionary<string, string> FilesOf(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains(".staging", StringComparison.Ordinal)).ToDictionary(
            file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    /// <summary>Writes a line that the test's report shows.</summary>
    public static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
