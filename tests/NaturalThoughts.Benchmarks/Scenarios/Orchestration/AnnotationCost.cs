using System.Diagnostics;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Traces;
using NaturalThoughts.Inference.Tokens;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>What the annotators that are on by default take of a core for one trace, with everything else left out.</summary>
static class AnnotationCost
{
    static readonly TimeSpan Warm = TimeSpan.FromSeconds(2);

    /// <summary>Processor seconds for each trace: the median of rounds over all answers by one thread.</summary>
    /// <param name="answers">What is read.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="counted">Whether the server says how many tokens were reasoning; else they are counted here.</param>
    public static double Of(Answers answers, int rounds, bool counted = true)
    {
        var set = AnnotatorSet.Of(["cues", "verbosity", "repetition", "answer"], new LimitsSpec(), TokenizerCounter.Default).Value!;
        var question = new Question { Text = "What is 2 times 9?", Reference = "18", Source = "questions", Id = QuestionId.Of("q") };
        var responses = answers.Reasonings().Select((reasoning, number) => FactOf(question.Id, reasoning, number, counted)).ToList();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Warm;) Read();
        return Row.Median(Enumerable.Range(0, rounds).Select(_ => Timed()), seconds => seconds);

        double Timed()
        {
            var before = Environment.CpuUsage.TotalTime;
            Read();
            return (Environment.CpuUsage.TotalTime - before).TotalSeconds / responses.Count;
        }

        void Read()
        {
            foreach (var response in responses) set.AnnotateTrace(question, response, TraceParser.Parse(response.Response));
        }
    }

    static ResponseFact FactOf(QuestionId question, string reasoning, int number, bool counted) => new()
    {
        Question = question,
        Response = new()
        {
            Request = Digest.Of("request"), Model = "teach", Role = ModelRole.Teacher, Reasoning = reasoning,
            Content = Answers.AnswerOf(number), FinishReason = "stop",
            Usage = Answers.UsageOf(reasoning.Length) is var usage && counted ? usage : usage with { Reasoning = null },
        },
    };
}
