using System.Collections.Immutable;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server;

namespace NaturalThoughts.Benchmarks.Scenarios.Files;

/// <summary>A run as it lies on the disk when its traces are done: each question with a trace of 20 KB, sealed, in logs that were
/// compacted.</summary>
static class EmissionRun
{
    /// <summary>Its name.</summary>
    public const string Name = "emission";

    const int Shards = 8;
    const int ReasoningBytes = 18_400;
    const int AnswerBytes = 1_600;

    // A megabyte and a half of text.
    const int TracesOfSegment = 72;

    static readonly Prose Text = new(2);

    /// <summary>Makes it.</summary>
    /// <param name="root">The folder of runs.</param>
    /// <param name="traces">How many traces.</param>
    public static async Task MakeAsync(string root, int traces)
    {
        await AcceptAsync(root);
        var folder = RunFolder.Of(root, Name).Value!;
        var shards = Enumerable.Range(1, traces).Select(number => (Number: number, Id: QuestionId.Of(QuestionOf(number))))
            .ToLookup(question => question.Id.Shard(Shards), question => question.Number);
        await Parallel.ForEachAsync(shards, async (shard, stop) =>
        {
            var log = await SegmentLog.OpenAsync(folder.Shard(shard.Key), cancellation: stop);
            await foreach (var _ in log.ReplayAsync(cancellation: stop)) { }
            foreach (var numbers in shard.Chunk(TracesOfSegment))
                await log.CommitAsync([.. numbers.SelectMany(Facts)], stop);
            await new LogCompactor(folder.Shard(shard.Key), new() { Grace = TimeSpan.Zero }).CompactAsync(stop);
        });
    }

    static string QuestionOf(int number) => $"{number}. {Text.Of(new Random(number), 40 + Lengths.Question.Next(new Random(number)))}";

    // Its one question waits for a model that nobody serves.
    static async Task AcceptAsync(string root)
    {
        Directory.CreateDirectory(root);
        await File.WriteAllTextAsync(Path.Combine(root, "one.jsonl"), """{"question": "What is one?"}""");
        using var silo = await LocalSilo.StartAsync(root, verbose: false, CancellationToken.None);
        var run = silo.Services.GetRequiredService<IGrainFactory>().Run(Name);
        var yaml = $$"""
            run: {{Name}}
            shards: {{Shards}}
            source: {path: one.jsonl, columns: {question: question} }
            endpoints: ["http://127.0.0.1:9"]
            models: {t: {model: nobody} }
            roles: {teacher: t}
            """;
        var accepted = await run.Curate(new() { Yaml = yaml, FileName = "emission.yaml", Folder = root });
        if (!accepted.Ok) throw new InvalidOperationException(string.Join('\n', accepted.Problems));
        while ((await run.Status()).Phase is not RunPhase.Traces) await Task.Delay(20);
        await run.Cancel();
        await silo.StopAsync();
    }

    static IEnumerable<Fact> Facts(int number)
    {
        var random = new Random(number);
        var text = QuestionOf(number);
        var question = new Question
        {
            Text = text, Id = QuestionId.Of(text), Source = "questions", Reference = $"{random.Next(1000)}",
            Labels = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal),
        };
        var file = Digest.Of("questions.jsonl");
        yield return new IntakeFact { FileDigest = file, Origin = new(0, "questions.jsonl", number), Question = question };
        var response = new ResponseFact
        {
            Question = question.Id,
            Response = new()
            {
                Request = Digest.Of("request"), Model = "nobody", Role = ModelRole.Teacher, FinishReason = "stop",
                Reasoning = Text.Of(random, ReasoningBytes), Content = Text.Of(random, AnswerBytes), Usage = new(50, 5000, 4600),
            },
        };
        yield return response;
        var values = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, FeatureValue>
        {
            ["model"] = FeatureValue.Of("nobody"), ["finish_reason"] = FeatureValue.Of("stop"), ["sample"] = FeatureValue.Of(0),
            ["complete"] = FeatureValue.Of(true), ["reasoning_tokens"] = FeatureValue.Of(4600), ["answer_tokens"] = FeatureValue.Of(400),
            ["response_tokens"] = FeatureValue.Of(5000), ["strategies_unique"] = FeatureValue.Of(random.Next(10)),
            ["source"] = FeatureValue.Of("questions"), ["question_chars"] = FeatureValue.Of(text.Length),
        });
        yield return new SealFact
        {
            Question = question.Id, Plan = file, Generation = 2,
            Traces = [new(response.Trace, Digest.Of(response.Response.Content), values)],
        };
    }
}
