using System.Collections.Immutable;
using NaturalThoughts.Core.Answers;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;
using Verdicts = System.Linq.ILookup<(NaturalThoughts.Core.Identity.TraceId Trace, NaturalThoughts.Core.Identity.TraceId? Baseline), bool?>;

namespace NaturalThoughts.Core.Annotations;

/// <summary>
/// <c>answer</c>: what the final answers of all responses to a question say about each teacher trace and about the question. Runs once all
/// responses are in; its digest names the responses it saw. The result does not depend on the order they are given in.
/// </summary>
/// <remarks>
/// A trace's answer is compared with the reference (<c>correct</c>) and with each baseline's: it disagrees when more baselines that can be
/// compared differ than say the same, is null on a tie and where none can be compared. Equal answers are grouped in trace id order, each
/// trace joining the first group whose first answer is the same; the most frequent answer is the largest group, on a tie the one that holds
/// the lowest trace id. Traces without an answer count in <c>samples</c> and in the denominator of <c>consensus</c>, not in
/// <c>pass_rate</c>. Where the rule cannot tell, what a judge said counts: for <c>correct</c>, and so for <c>pass_rate</c>; and for
/// <c>disagree</c>, baseline by baseline, where the rule comes to no majority.
/// </remarks>
public sealed class QuestionAnswers(ITokenCounter counter)
{
    /// <summary>Name in specs and facts.</summary>
    public const string Name = "answer";

    const string Version = "answer@1";
    const int LongestAnswer = 120;

    /// <summary>Code version and parameters, without the responses.</summary>
    public Digest Digest => Digest.Of(Version, AnswerComparer.Version, TraceParser.Version, counter.Name);

    /// <summary>What the facts about a question carry as their request, once these responses are in and judged.</summary>
    public Digest RequestOf(Question question, IEnumerable<TraceId> responses, IEnumerable<JudgedAnswer>? judged = null) => Digest.Of(
    [
        Digest.ToString(), question.Reference ?? "", string.Join('\n', question.Options), string.Join('\n', responses.Order().Distinct()),
        .. (judged ?? []).Select(answer => answer.Request.ToString()).Order(StringComparer.Ordinal),
    ]);

    /// <summary>One fact for each teacher trace, in id order, and one for the question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="responses">All responses to it.</param>
    /// <param name="tokens">Response tokens of traces that were counted before, by the same counter; the others are counted.</param>
    /// <param name="judged">What a judge said.</param>
    public ImmutableArray<AnnotationFact> Annotate(
        Question question, IReadOnlyList<(ResponseFact Fact, TraceText Text)> responses, IReadOnlyDictionary<TraceId, long>? tokens = null,
        IReadOnlyCollection<JudgedAnswer>? judged = null)
    {
        var rule = new AnswerRule(question);
        var verdicts = (judged ?? []).ToLookup(answer => (answer.Trace, answer.Baseline), answer => answer.Same);
        var seen = responses.DistinctBy(item => item.Fact.Trace).OrderBy(item => item.Fact.Trace)
            .Select(item => Said.Of(item.Fact, item.Text, rule, verdicts, Length(item.Fact, item.Text))).ToList();
        var request = RequestOf(question, seen.Select(item => item.Trace), judged);
        var teachers = seen.Where(item => item.Role is ModelRole.Teacher).ToList();
        var baselines = seen.Where(item => item.Role is ModelRole.Baseline).ToList();
        var largest = Largest(teachers, rule);
        var median = Median(teachers);

        var facts = teachers.Select(trace => Fact(question, trace.Trace, request, Judgement.Of(
            ("correct", FeatureValue.Of(trace.Correct)),
            ("disagree", FeatureValue.Of(Disagrees(trace, baselines, rule, verdicts))),
            ("agrees", FeatureValue.Of(trace.Answer is null ? null : (bool?)largest.Contains(trace.Trace))),
            ("tokens_ratio", FeatureValue.Of(median > 0 ? Steps.Of(2.0 * trace.Tokens / median, 0.01) : double.NaN)),
            ("answer_text", FeatureValue.Of(Short(trace.Answer))))));
        return [.. facts, Fact(question, null, request, Judgement.Of(
            ("samples", FeatureValue.Of(teachers.Count)),
            ("pass_rate", FeatureValue.Of(PassRate(teachers))),
            ("consensus", FeatureValue.Of(largest.Count == 0 ? double.NaN : Steps.Share(largest.Count, teachers.Count))),
            ("baseline_pass_rate", FeatureValue.Of(PassRate(baselines)))))];

        long Length(ResponseFact fact, TraceText text) =>
            fact.Response.Role is not ModelRole.Teacher ? 0
                : tokens is not null && tokens.TryGetValue(fact.Trace, out var counted) ? counted
                : TokenAccount.Of(fact.Response, text, counter).Response;
    }

    static AnnotationFact Fact(Question question, TraceId? trace, Digest request, Judgement judgement) =>
        new() { Question = question.Id, Trace = trace, Annotator = Name, Request = request, Values = judgement.Values };

    static bool? Disagrees(Said trace, List<Said> baselines, AnswerRule rule, Verdicts verdicts)
    {
        var compared = baselines.Select(baseline => (baseline.Trace, Same: rule.Same(trace.Answer, baseline.Answer))).ToList();
        return Majority(compared.Select(pair => pair.Same))
            ?? Majority(compared.Select(pair => pair.Same ?? verdicts[(trace.Trace, pair.Trace)].FirstOrDefault()));
    }

    /// <summary>Whether more comparisons say that two answers differ than that they are the same; null on a tie.</summary>
    internal static bool? Majority(IEnumerable<bool?> same)
    {
        var balance = same.Sum(one => one switch { true => -1, false => 1, _ => 0 });
        return balance == 0 ? null : balance > 0;
    }

    static List<TraceId> Largest(List<Said> teachers, AnswerRule rule)
    {
        var groups = new List<(string Answer, List<TraceId> Traces)>();
        foreach (var trace in teachers.Where(trace => trace.Answer is not null))
        {
            var at = groups.FindIndex(group => rule.Same(group.Answer, trace.Answer) is true);
            if (at < 0) groups.Add((trace.Answer!, [trace.Trace]));
            else groups[at].Traces.Add(trace.Trace);
        }

        return groups.Select(group => group.Traces).MaxBy(traces => traces.Count) ?? [];
    }

    static double PassRate(List<Said> responses) => PassRate(responses.Select(response => response.Correct));

    /// <summary>Share of what is correct among what can be told; NaN where nothing can.</summary>
    internal static double PassRate(IEnumerable<bool?> correct)
    {
        var told = correct.OfType<bool>().ToList();
        return told.Count == 0 ? double.NaN : Steps.Share(told.Count(one => one), told.Count);
    }

    // Twice the median, so that it is an integer.
    static long Median(List<Said> traces)
    {
        var tokens = traces.Select(trace => trace.Tokens).Order().ToList();
        return tokens.Count == 0 ? 0 : tokens[(tokens.Count - 1) / 2] + tokens[tokens.Count / 2];
    }

    static string? Short(string? answer) =>
        answer is null || answer.Length <= LongestAnswer ? answer
            : answer[..(char.IsHighSurrogate(answer[LongestAnswer - 2]) ? LongestAnswer - 2 : LongestAnswer - 1)] + "…";

    sealed record Said(TraceId Trace, ModelRole Role, string? Answer, bool? Correct, long Tokens)
    {
        public static Said Of(ResponseFact fact, TraceText text, AnswerRule rule, Verdicts verdicts, long tokens)
        {
            var answer = rule.AnswerOf(text);
            return new(
                fact.Trace, fact.Response.Role, answer, rule.Correct(answer) ?? verdicts[(fact.Trace, null)].FirstOrDefault(), tokens);
        }
    }
}
