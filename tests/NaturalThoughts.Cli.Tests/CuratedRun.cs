using System.Text.Json;

namespace NaturalThoughts.Cli.Tests;

/// <summary>A small run in a folder of its own: 12 imported questions with a teacher's and a baseline's responses, one of them a
/// failure, and a bad row.</summary>
public sealed class CuratedRun : IAsyncLifetime
{
    public const string Name = "small";

    /// <summary>Text that would move the cursor, change colours and be taken for markup.</summary>
    public const string Hostile = "\u001b[31mred\u001b[0m \u0007 [bold]not markup[/] \u202Edne";

    readonly string _folder = Directory.CreateTempSubdirectory("naturalthoughts-cli-").FullName;

    public string Root => Path.Combine(_folder, "runs");

    public string Spec => Path.Combine(_folder, "spec.yaml");

    /// <summary>What curating printed.</summary>
    internal Outcome Curated { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Write("questions.jsonl", [.. Enumerable.Range(1, 12).Select(Row), "{\"id\": 13}"]);
        Write("spec.yaml", SpecText(Name));
        Curated = await RunAsync("curate", Spec);
        Assert.True(Curated.ExitCode == 0, Curated.ToString());
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A file beside the spec.</summary>
    public string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>A command on this root.</summary>
    internal Task<Outcome> RunAsync(params string[] args) => Outcome.OfAsync([.. args, "--root", Root]);

    /// <summary>A spec that reads the twelve questions.</summary>
    public static string SpecText(string run) =>
        $$$"""
        run: {{{run}}}
        source:
          path: questions.jsonl
          license: mit
          columns:
            question: q
            reference: a
            domain: domain
            responses:
              - {role: teacher, model: deep-thinker, content: teacher.text, reasoning: teacher.thought, finish_reason: teacher.finish, error: teacher.error}
              - {role: baseline, model: quick, content: baseline}
        limits: {max_failed: 20%}
        selections:
          - {name: all, recipe: random, seed: 7}
          - {name: long-4, recipe: long, size: 4, seed: 7}
        datasets:
          - {name: train, selection: all, mix: {system2: disagree}}
        """;

    // The teacher is right about all but the twelfth; the baseline about the even ones.
    static string Row(int number) => JsonSerializer.Serialize(new
    {
        q = $"What is {number} times {number}? {(number == 5 ? Hostile : "")}",
        a = $"{number * number}",
        domain = number % 3 == 0 ? "Algebra" : number % 3 == 1 ? "Arithmetic" : "Number theory",
        teacher = number == 11
            ? (object)new { error = "the server went away" }
            : new
            {
                thought = string.Concat(
                    Enumerable.Repeat($"Let me multiply {number} by {number}. Wait, let me check that again. ", number * number)),
                text = $"The answer is {(number == 12 ? 1 : number * number)}.",
                finish = "stop",
            },
        baseline = $"The answer is {(number % 2 == 0 ? number * number : 1)}.",
    });
}

/// <summary>All command tests share one run and the console, so they take turns.</summary>
[CollectionDefinition(nameof(CommandTests))]
public sealed class CommandTests : ICollectionFixture<CuratedRun>;
