using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>A temporary folder with questions, recorded responses and a spec; the same ones each time.</summary>
sealed class Workshop : IDisposable
{
    public const int Questions = 60;
    public const string Teacher = "teach-7b";
    public const string Baseline = "base-7b";

    static readonly string[] Domains = ["Mathematics", "Physics", "Law"];

    public Workshop()
    {
        Folder = Directory.CreateTempSubdirectory("nt-curation-").FullName;
        Root = Path.Combine(Folder, "runs");
        WriteQuestions();
        WriteResponses(_ => true);
        WriteSpec();
    }

    public string Folder { get; }

    /// <summary>The folder of runs.</summary>
    public string Root { get; }

    public string Spec => Path.Combine(Folder, "spec.yaml");

    /// <summary>Where recorded endpoints note each call.</summary>
    public string Calls => Path.Combine(Folder, "calls.tsv");

    /// <summary>Rows of the source: the questions, three of them again, two that cannot be used.</summary>
    public static int Rows => Questions + 5;

    /// <summary>Every run of this spec asks for one response of each model.</summary>
    public static int Responses => 2 * Questions;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Writes a file into the workshop.</summary>
    public void Write(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    /// <summary>Sixty questions, the first three said twice, and two rows that cannot be used.</summary>
    public void WriteQuestions()
    {
        var rows = new StringBuilder();
        foreach (var number in Enumerable.Range(0, Questions).Concat([0, 1, 2]))
            rows.AppendLine(JsonSerializer.Serialize(
                new { question = QuestionOf(number), answer = $"{AnswerOf(number)}", domain = Domains[number % 3] }));
        rows.AppendLine("""{"question": null, "answer": "1"}""").AppendLine("""{"question": "cut off""");
        Write("questions.jsonl", rows.ToString());
    }

    /// <summary>The responses of both models to the questions that are wanted.</summary>
    public void WriteResponses(Func<int, bool> wanted)
    {
        var rows = new StringBuilder();
        foreach (var number in Enumerable.Range(0, Questions).Where(wanted))
        {
            rows.AppendLine(JsonSerializer.Serialize(new { question = QuestionOf(number), model = Teacher, content = TraceOf(number) }));
            var said = AnswerOf(number) + (number % 4 == 0 ? 1 : 0);
            rows.AppendLine(JsonSerializer.Serialize(
                new { question = QuestionOf(number), model = Baseline, content = $"The answer is {said}." }));
        }

        Write("recorded.jsonl", rows.ToString());
    }

    /// <summary>The spec, with parts of it changed.</summary>
    public void WriteSpec(
        string run = "r", string endpoint = "{url: 'recorded:recorded.jsonl', slots: 4}", string temperature = "0.6", string annotate = "",
        string source = "{path: questions.jsonl, license: MIT, columns: {question: question, reference: answer, domain: domain}}") =>
        Write("spec.yaml", $$$"""
        run: {{{run}}}
        shards: 3
        source: {{{source}}}
        endpoints: [{{{endpoint}}}]
        models:
          t: {model: {{{Teacher}}}, temperature: {{{temperature}}}, max_tokens: 1000}
          b: {model: {{{Baseline}}}, temperature: 0}
        roles: {teacher: t, baseline: b}
        limits: {max_failed: 5%}
        difficulty: percentile(reasoning_tokens)
        {{{annotate}}}
        selections:
          - {name: some, recipe: random, size: 12, seed: 7}
          - {name: spread, stratify: {by: domain, allocation: sqrt}, weight: reasoning_tokens, size: 25, seed: 7}
          - {name: disagree, recipe: models-disagree, seed: 3}
          - {name: hard, recipe: hard-first, size: 12, exclude: [some]}
        datasets:
          - {name: some, selection: some, mix: {system2: disagree}}
          - {name: spread, selection: spread, layout: messages, format: jsonl, split: {validation: 20%}}
          - {name: disagree, selection: disagree, layout: sharegpt}
          - {name: hard, selection: hard, layout: alpaca}
        """);

    static string QuestionOf(int number) => $"What is {number} times {number + 7}, and why?";

    static int AnswerOf(int number) => number * (number + 7);

    static string TraceOf(int number)
    {
        var think = new StringBuilder();
        for (var step = 0; step <= number % 9; step++)
            think.Append(CultureInfo.InvariantCulture, $"First I split {number} into parts. ")
                .Append("Wait, let me double-check that. Alternatively, I could add it up. ");
        return $"<think>{think}</think>The answer is {AnswerOf(number)}.";
    }
}
