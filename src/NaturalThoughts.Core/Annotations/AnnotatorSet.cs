using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Annotations;

/// <summary>The annotators of a run that need no model: <c>trace</c> always, and of <c>cues</c>, <c>verbosity</c>, <c>repetition</c>,
/// <c>answer</c>, <c>language</c> those named.</summary>
/// <remarks>Deterministic, thread-safe, no I/O. The same annotators, limits and tokenizers have the same <see cref="Digest"/>
/// everywhere.</remarks>
public sealed class AnnotatorSet
{
    readonly ITokenCounter _counter;
    readonly ImmutableArray<(ITraceAnnotator Annotator, Digest Digest)> _annotators;
    readonly (ITraceAnnotator Annotator, Digest Digest) _completeness;
    readonly QuestionAnswers? _answers;

    AnnotatorSet(IReadOnlyCollection<string> names, LimitsSpec limits, ITokenCounter counter, ITokenCounter? student)
    {
        _counter = counter;
        ITraceAnnotator[] all = [new CompletenessAnnotator(limits.ResponseTokens, counter, student), new CueAnnotator(),
            new VerbosityAnnotator(), new RepetitionAnnotator(), new LanguageAnnotator()];
        // Lengths are part of what an annotator reads, so the counter is part of its digest.
        _annotators = [.. all.Where(annotator => annotator is CompletenessAnnotator || names.Contains(annotator.Name))
            .Select(annotator => (annotator, Digest.Of([annotator.Name, TraceParser.Version, counter.Name, .. annotator.Identity])))];
        _completeness = _annotators.Single(item => item.Annotator is CompletenessAnnotator);
        _answers = names.Contains(QuestionAnswers.Name) ? new(counter, _completeness.Digest) : null;
        Digest = Digest.Of([.. _annotators.Select(item => item.Digest.ToString()), _answers?.Digest.ToString() ?? ""]);
    }

    /// <summary>Names a spec may list.</summary>
    public static ImmutableArray<string> Names { get; } = ["cues", "verbosity", "repetition", QuestionAnswers.Name, "language"];

    /// <summary>Digest over code versions and parameters of the whole set; changes when any fact would.</summary>
    public Digest Digest { get; }

    /// <summary>What each trace annotator's facts carry as their request, by name.</summary>
    public ImmutableSortedDictionary<string, Digest> TraceRequests =>
        _annotators.ToImmutableSortedDictionary(item => item.Annotator.Name, item => item.Digest, StringComparer.Ordinal);

    /// <summary>Code version and parameters of each annotator, by name.</summary>
    public ImmutableSortedDictionary<string, Digest> Versions =>
        _answers is null ? TraceRequests : TraceRequests.Add(QuestionAnswers.Name, _answers.Digest);

    /// <summary>Whether questions are annotated once their responses are in.</summary>
    public bool AnnotatesQuestions => _answers is not null;

    /// <summary>The set a spec asks for; every name that is not an annotator is a problem.</summary>
    /// <param name="names">Names out of <see cref="Names"/>; <c>trace</c> is always there.</param>
    /// <param name="limits">Bounds; <see cref="LimitsSpec.ResponseTokens"/> decides which traces are too long.</param>
    /// <param name="counter">Counts what the server did not.</param>
    /// <param name="student">When given, the limit counts its tokens.</param>
    public static Checked<AnnotatorSet> Of(IEnumerable<string> names, LimitsSpec limits, ITokenCounter counter,
        ITokenCounter? student = null)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        var problems = wanted.Where(name => name != "trace" && !Names.Contains(name))
            .Order(StringComparer.Ordinal).Select(Unknown).ToList();
        return problems.Count > 0 ? new(problems) : new(new AnnotatorSet(wanted, limits, counter, student));
    }

    /// <summary>The facts about one trace: one for each annotator, in a fixed order.</summary>
    public ImmutableArray<AnnotationFact> AnnotateTrace(Question question, ResponseFact response, TraceText text)
    {
        using var reading = ReadingOf(question, response, text);
        return [.. _annotators.Select(item => Fact(question, response, item.Annotator.Name, item.Digest, item.Annotator.Judge(reading)))];
    }

    /// <summary>The facts that need all responses to a question, teachers' and baselines'; none when <c>answer</c> was not asked
    /// for.</summary>
    /// <param name="question">The question.</param>
    /// <param name="responses">All responses to it.</param>
    /// <param name="known">What <see cref="AnnotateTrace"/> said about them, so that no text is tokenised again.</param>
    /// <param name="judged">What a judge said about them; it counts where the rule cannot tell.</param>
    public ImmutableArray<AnnotationFact> AnnotateQuestion(Question question,
        IReadOnlyList<(ResponseFact Fact, TraceText Text)> responses, IEnumerable<AnnotationFact>? known = null,
        IReadOnlyCollection<JudgedAnswer>? judged = null) =>
        _answers?.Annotate(question, responses, Known(question, responses, known ?? []), judged) ?? [];

    /// <summary>What the facts of <see cref="AnnotateQuestion"/> carry as their request for these responses; null when it makes
    /// none.</summary>
    public Digest? QuestionRequest(Question question, IEnumerable<TraceId> responses) => _answers?.RequestOf(question, responses);

    /// <summary>Whether a fact is what <c>trace</c> says about a trace, with the parameters of this set.</summary>
    public bool IsOfTrace(AnnotationFact fact) =>
        fact.Trace is not null && fact.Annotator == _completeness.Annotator.Name && fact.Request == _completeness.Digest;

    Dictionary<TraceId, (long Tokens, bool? Complete)> Known(
        Question question, IReadOnlyList<(ResponseFact Fact, TraceText Text)> responses, IEnumerable<AnnotationFact> known)
    {
        var told = known.Where(IsOfTrace)
            .DistinctBy(fact => fact.Trace)
            .ToDictionary(fact => fact.Trace!.Value, fact => Of(fact.Values));
        foreach (var (fact, text) in responses.Where(response => response.Fact.Response.Role is ModelRole.Teacher))
            if (!told.ContainsKey(fact.Trace)) told[fact.Trace] = Of(_completeness.Annotator.Judge(ReadingOf(question, fact, text)).Values);
        return told;

        static (long Tokens, bool? Complete) Of(ImmutableSortedDictionary<string, FeatureValue> values) =>
            ((long)values["response_tokens"].Number, values["complete"].Flag);
    }

    Reading ReadingOf(Question question, ResponseFact response, TraceText text) =>
        new(question.Text, response.Response, text, TokenAccount.Of(response.Response, text, _counter));

    static AnnotationFact Fact(Question question, ResponseFact response, string annotator, Digest request, Judgement judgement) => new()
    {
        Question = question.Id,
        Trace = response.Trace,
        Annotator = annotator,
        Request = request,
        Values = judgement.Values,
        Evidence = judgement.Evidence,
    };

    static Problem Unknown(string name) => new(
        $"There is no annotator `{name}`.", "annotate", Expected: string.Join(", ", Names), Fix: NearestName.DidYouMean(name, Names));
}
