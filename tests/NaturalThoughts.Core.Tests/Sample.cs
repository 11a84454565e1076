using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Tests;

/// <summary>Small facts and specs.</summary>
static class Sample
{
    public static readonly ModelSpec Teacher = new() { Name = "t", Model = "teach", Temperature = 0.6 };
    public static readonly ModelSpec Baseline = new() { Name = "b", Model = "base" };

    public static readonly RunSpec Spec = new()
    {
        Run = "r",
        Sources = [new() { Path = "questions.jsonl", Name = "questions", Columns = new() { Question = "question" } }],
        Models = ImmutableSortedDictionary<string, ModelSpec>.Empty.Add("t", Teacher).Add("b", Baseline),
        Teachers = ["t"],
        Baselines = ["b"],
    };

    public static Question Question(int number) =>
        new() { Text = $"Question {number}?", Source = "questions", Id = QuestionId.Of($"Question {number}?") };

    public static IntakeFact Intake(int question, long row = 1) =>
        new() { FileDigest = Digest.Of("file"), Origin = new(0, "questions.jsonl", (100 * question) + row), Question = Question(question) };

    public static IntakeFact Rejected(long row) =>
        new() { FileDigest = Digest.Of("file"), Origin = new(0, "questions.jsonl", row), Rejected = new("not-json", "It is not.") };

    public static ResponseFact Response(int question, Digest request, int sample = 0, ModelRole role = ModelRole.Teacher) => new()
    {
        Question = Question(question).Id,
        Response = new()
        {
            Request = request, Sample = sample, Model = role is ModelRole.Teacher ? "teach" : "base", Role = role,
            Content = "4", Usage = new(1, 5, null),
        },
    };

    public static AttemptFact Attempt(int question, Digest request, int number, string reason = "silent", int sample = 0) => new()
    {
        Question = Question(question).Id, Request = request, Sample = sample, Number = number,
        Role = ModelRole.Teacher, Model = "teach", Failure = new(reason, "It did not answer."),
    };

    public static ReopenFact Reopen(AttemptFact attempt) =>
        new() { Question = attempt.Question, Trace = attempt.Trace, Number = attempt.Number };

    public static SealFact Seal(int question, int generation, string plan = "plan", params IEnumerable<ulong> traces) => new()
    {
        Question = Question(question).Id,
        Plan = Digest.Of(plan),
        Generation = generation,
        Traces =
        [
            .. traces.Select(trace => new SealedTrace(
                new(trace),
                Digest.Of($"{trace}"),
                ImmutableSortedDictionary<string, FeatureValue>.Empty.Add("sample", FeatureValue.Of(generation)))),
        ],
    };
}
