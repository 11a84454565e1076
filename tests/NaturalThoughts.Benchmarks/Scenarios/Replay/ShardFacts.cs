using System.Collections.Immutable;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Benchmarks.Scenarios.Replay;

/// <summary>The log of a shard whose questions were taken in and then worked on, 64 at a time: a trace each, of 20,000 characters on
/// average, so that 50,000 are a GB. Nine facts a trace: its question, the response, four annotations of it and two of the answer, and the
/// seal.</summary>
sealed class ShardFacts
{
    /// <summary>Facts of a trace.</summary>
    public const int Each = 9;

    const int Window = 64;
    const int LongestText = 200_000;

    static readonly string[] Labels = ["verification", "backtracking", "subgoal", "reformulation", "analogy", "estimation", "case split"];
    static readonly Digest File = Digest.Of("file");
    static readonly Digest Plan = Digest.Of("plan");

    readonly Random _random = new(5);

    // With the lengths of reasoning doubled: traces of 20 KB.
    readonly Lengths _reasoning = new(8.7 + Math.Log(2), 0.95, LongestText);
    readonly string _words;

    /// <summary>Always the same ones.</summary>
    public ShardFacts() => _words = Words();

    /// <summary>All facts of so many traces, in the order of the log.</summary>
    public IEnumerable<Fact> Of(int traces)
    {
        for (var number = 0; number < traces; number++) yield return IntakeOf(number);
        for (var first = 0; first < traces; first += Window)
        {
            var window = Enumerable.Range(first, Math.Min(Window, traces - first)).Select(ResponseOf).ToArray();
            foreach (var response in window)
            {
                yield return response;
                foreach (var fact in AnnotationsOf(response)) yield return fact;
            }

            _random.Shuffle(window);
            foreach (var fact in window.SelectMany(ConclusionOf)) yield return fact;
        }
    }

    static QuestionId Id(int number) => new(Digest.Of("question", $"{number}").Value);

    IntakeFact IntakeOf(int number) => new()
    {
        FileDigest = File, Origin = new(0, "questions.jsonl", number + 1),
        Question = new()
        {
            Id = Id(number), Text = Text(Lengths.Question), Reference = Text(new(3, 1, 200)), Source = "questions",
            Labels = ImmutableSortedDictionary<string, string>.Empty
                .Add("domain", $"domain {number % 13}").Add("topic", $"topic {number % 300}"),
        },
    };

    ResponseFact ResponseOf(int number) => new()
    {
        Question = Id(number),
        Response = new()
        {
            Request = Digest.Of("teacher", $"{number}"), Model = "teacher", Role = ModelRole.Teacher, Content = Text(Lengths.Answer),
            Reasoning = Text(_reasoning), FinishReason = "stop", Usage = new(60, 4_000 + (number % 1_000), null),
            Endpoint = "http://teacher/v1",
        },
    };

    IEnumerable<Fact> AnnotationsOf(ResponseFact response)
    {
        var tokens = response.Response.Chars / 4;
        yield return Annotation(response, "trace", [
            ("complete", FeatureValue.Of((bool?)true)), ("reasoning_tokens", FeatureValue.Of(tokens - 120)),
            ("answer_tokens", FeatureValue.Of(120)), ("response_tokens", FeatureValue.Of(tokens))]);
        yield return Annotation(response, "cues", [("strategies_unique", Number(8)), ("strategies_count", Number(40))]) with
        {
            Evidence = [.. Enumerable.Range(0, _random.Next(20)).Select(
                n => new Evidence(Labels[n % Labels.Length], n * 400, 6 + (n % 9)))],
        };
        yield return Annotation(response, "verbosity", [("verbosity", Number(100, 10))]);
        yield return Annotation(response, "repetition", [("repetition", Number(1_000, 1_000))]);
    }

    IEnumerable<Fact> ConclusionOf(ResponseFact response)
    {
        yield return Annotation(response, "answer", [("correct", Flag()), ("disagree", Flag()), ("agrees", Flag())]);
        yield return Annotation(response, "answer", [("pass_rate", Number(1_000, 1_000)), ("samples", Number(1))]) with { Trace = null };
        yield return new SealFact
        {
            Question = response.Question, Plan = Plan, Generation = 2,
            Traces = [new(response.Trace, Digest.Of(response.Response.Content!, response.Response.Reasoning!), Columns(response))],
        };
    }

    static AnnotationFact Annotation(ResponseFact response, string name, params ReadOnlySpan<(string, FeatureValue)> values) => new()
    {
        Question = response.Question, Trace = response.Trace, Annotator = name, Request = Digest.Of(name), Values = Values(values),
    };

    // Every built-in column but difficulty and clusters, which are not in seals.
    ImmutableSortedDictionary<string, FeatureValue> Columns(ResponseFact response)
    {
        var tokens = response.Response.Chars / 4;
        return Values(
            ("model", FeatureValue.Of("teacher")), ("finish_reason", FeatureValue.Of(_random.Next(20) == 0 ? "length" : "stop")),
            ("sample", Number(1)), ("complete", Flag()), ("reasoning_tokens", FeatureValue.Of(tokens - 120)),
            ("answer_tokens", Number(2_000)), ("response_tokens", FeatureValue.Of(tokens)), ("strategies_unique", Number(16)),
            ("strategies_count", Number(400)), ("reasoning_density", Number(2_000, 100)), ("verbosity", Number(100, 10)),
            ("repetition", Number(1_000, 1_000)), ("trace_language", FeatureValue.Of(_random.Next(10) == 0 ? "zh" : "en")),
            ("correct", Flag()), ("disagree", Flag()), ("agrees", Flag()), ("shortest_correct", Flag()),
            ("tokens_ratio", Number(400, 100)), ("source", FeatureValue.Of("questions")),
            ("domain", FeatureValue.Of($"domain {_random.Next(13)}")), ("topic", FeatureValue.Of($"topic {_random.Next(300)}")),
            ("question_language", FeatureValue.Of("en")), ("reasoning_type", FeatureValue.Of($"type {_random.Next(4)}")),
            ("question_chars", Number(3_000)), ("reference_words", Number(400)), ("samples", Number(1)),
            ("pass_rate", Number(1_000, 1_000)), ("consensus", Number(1_000, 1_000)), ("baseline_pass_rate", Number(1_000, 1_000)));
    }

    static ImmutableSortedDictionary<string, FeatureValue> Values(params ReadOnlySpan<(string Name, FeatureValue Value)> values)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, FeatureValue>(StringComparer.Ordinal);
        foreach (var (name, value) in values) builder[name] = value;
        return builder.ToImmutable();
    }

    FeatureValue Number(int below, int divisor = 1) => FeatureValue.Of(_random.Next(below) / (double)divisor);

    FeatureValue Flag() => FeatureValue.Of(_random.Next(2) == 0);

    string Text(Lengths lengths)
    {
        var length = lengths.Next(_random);
        return _words.Substring(_random.Next(_words.Length - length), length);
    }

    // Words of a few thousand, the frequent ones more often, which Zstandard shrinks about as it does reasoning.
    static string Words()
    {
        var random = new Random(6);
        var words = Enumerable.Range(0, 8_000).Select(_ => new string(
            [.. Enumerable.Range(0, random.Next(2, 11)).Select(_ => (char)('a' + random.Next(26)))])).ToArray();
        var text = new System.Text.StringBuilder(1 << 24);
        while (text.Length < 1 << 24)
            text.Append(words[(int)Math.Pow(words.Length, random.NextDouble())]).Append(random.Next(15) == 0 ? ".\n" : " ");
        return text.ToString();
    }
}
