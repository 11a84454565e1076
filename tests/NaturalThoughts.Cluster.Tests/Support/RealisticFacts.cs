using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>The log of a shard whose questions come with one teacher trace each: all of a batch are taken in, then worked on, 64 at a
/// time.</summary>
sealed class RealisticFacts
{
    const int SegmentRows = 256;
    const int Window = 64;

    static readonly string[] TraceAnnotators = ["trace", "cues", "verbosity", "repetition"];
    static readonly Digest File = Digest.Of("file");
    static readonly Digest Plan = Digest.Of("plan");

    readonly Random _random = new(5);
    long _rows;

    /// <summary>A batch of questions, from a number on.</summary>
    public IEnumerable<LoggedFact> Batch(int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            yield return Logged(IntakeOf(number));
            yield return Logged(ResponseOf(number));
        }

        for (var first = from; first < from + count; first += Window)
        {
            var window = Enumerable.Range(first, Math.Min(Window, from + count - first)).ToArray();
            _random.Shuffle(window);
            foreach (var fact in window.SelectMany(AnnotationsOf)) yield return Logged(fact);
            _random.Shuffle(window);
            foreach (var fact in window.SelectMany(ConclusionOf)) yield return Logged(fact);
        }
    }

    LoggedFact Logged(Fact fact) => new(fact, new((int)(_rows / SegmentRows) + 1, (int)(_rows++ % SegmentRows)));

    static QuestionId Id(int number) => new(Digest.Of("question", $"{number}").Value);

    static IntakeFact IntakeOf(int number) => new()
    {
        FileDigest = File, Origin = new(0, "questions.jsonl", number),
        Question = new() { Id = Id(number), Text = "?", Source = "questions" },
    };

    static ResponseFact ResponseOf(int number) => new()
    {
        Question = Id(number),
        Origin = new(0, "questions.jsonl", number),
        Response = new() { Request = Digest.Of("teacher", $"{number}"), Model = "teacher", Role = ModelRole.Teacher, Content = "4" },
    };

    static IEnumerable<Fact> AnnotationsOf(int number) =>
        TraceAnnotators.Select(name => AnnotationOf(number, name, ResponseOf(number).Trace));

    static AnnotationFact AnnotationOf(int number, string annotator, TraceId? trace) => new()
    {
        Question = Id(number), Trace = trace, Annotator = annotator, Request = Digest.Of(annotator),
        Values = ImmutableSortedDictionary<string, FeatureValue>.Empty,
    };

    IEnumerable<Fact> ConclusionOf(int number)
    {
        var trace = ResponseOf(number).Trace;
        yield return AnnotationOf(number, "answer", trace);
        yield return AnnotationOf(number, "answer", null);
        yield return new SealFact
        {
            Question = Id(number), Plan = Plan, Generation = 2, Traces = [new(trace, Digest.Of($"{number}"), Columns())],
        };
    }

    // Ranks are not in seals.
    ImmutableSortedDictionary<string, FeatureValue> Columns() => new Dictionary<string, FeatureValue>
    {
        ["model"] = FeatureValue.Of("teacher"),
        ["finish_reason"] = FeatureValue.Of(_random.Next(20) == 0 ? "length" : "stop"),
        ["sample"] = Number(1),
        ["complete"] = Flag(),
        ["reasoning_tokens"] = Number(16_000),
        ["answer_tokens"] = Number(2_000),
        ["response_tokens"] = Number(18_000),
        ["strategies_unique"] = Number(16),
        ["strategies_count"] = Number(400),
        ["reasoning_density"] = Number(2_000, 100),
        ["verbosity"] = Number(100, 10),
        ["repetition"] = Number(1_000, 1_000),
        ["trace_language"] = FeatureValue.Of(_random.Next(10) == 0 ? "zh" : "en"),
        ["correct"] = Flag(),
        ["disagree"] = Flag(),
        ["agrees"] = Flag(),
        ["shortest_correct"] = Flag(),
        ["tokens_ratio"] = Number(400, 100),
        ["source"] = FeatureValue.Of("questions"),
        ["domain"] = FeatureValue.Of($"domain {_random.Next(13)}"),
        ["topic"] = FeatureValue.Of($"topic {_random.Next(300)}"),
        ["question_language"] = FeatureValue.Of("en"),
        ["reasoning_type"] = FeatureValue.Of($"type {_random.Next(4)}"),
        ["question_chars"] = Number(3_000),
        ["reference_words"] = Number(400),
        ["samples"] = Number(1),
        ["pass_rate"] = Number(1_000, 1_000),
        ["consensus"] = Number(1_000, 1_000),
        ["baseline_pass_rate"] = Number(1_000, 1_000),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    FeatureValue Number(int below, int divisor = 1) => FeatureValue.Of(_random.Next(below) / (double)divisor);

    FeatureValue Flag() => FeatureValue.Of(_random.Next(2) == 0);
}
