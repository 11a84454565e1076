using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Curation.Judgements;

/// <summary>One judgement that is wanted: a rubric about a question, a trace, or a trace beside a baseline response.</summary>
sealed class RubricCase
{
    readonly RubricInput _input;

    /// <param name="bound">The rubric and who fills it.</param>
    /// <param name="question">The question.</param>
    /// <param name="trace">The trace judged; null: the question.</param>
    /// <param name="baseline">The baseline response it is compared with.</param>
    public RubricCase(BoundRubric bound, Question question, ReadTrace? trace = null, ReadTrace? baseline = null)
    {
        (Bound, Trace, Baseline) = (bound, trace?.Fact, baseline?.Fact);
        _input = new()
        {
            Question = question,
            Trace = trace?.Text,
            ReasoningTokens = trace?.ReasoningTokens,
            Baseline = baseline?.Text,
        };
        Request = bound.RequestOf(new(question.Id, About, baseline?.Fact.Trace), question);
    }

    public BoundRubric Bound { get; }

    /// <summary>The response judged; null: the question.</summary>
    public ResponseFact? Trace { get; }

    /// <summary>The baseline response it is compared with.</summary>
    public ResponseFact? Baseline { get; }

    /// <summary>The trace judged; null: the question.</summary>
    public TraceId? About => Trace?.Trace;

    /// <summary>Names the request.</summary>
    public Digest Request { get; }

    /// <summary>Names the request for another reply where one could not be read. Whatever the reader finds wrong with it: a better reader
    /// finds the repair that was paid for.</summary>
    public Digest RepairRequest => Digest.Of("repair", Request.ToString());

    /// <summary>Stands in for a request where a reply that is there counts as a failure.</summary>
    public Digest LetterRequest => Digest.Of("unreadable", Request.ToString());

    /// <summary>Whether all that it compares and judges is there.</summary>
    public bool Applies => Bound.Rubric.Applies(_input);

    QuestionId Question => _input.Question.Id;

    /// <summary>The id of a reply.</summary>
    public TraceId ReplyOf(Digest request, int sample) => TraceId.Of(Question, request, sample);

    /// <summary>What a reply says.</summary>
    public RubricReading Read(ResponseFact reply) => Bound.Rubric.Read(reply.Response, _input);

    /// <summary>Asks for a reply.</summary>
    public WantedResponse Ask(int sample, int attempt) =>
        Wanted(Request, sample, attempt, repair: false, () => Bound.Rubric.Render(_input));

    /// <summary>Asks once more after a reply that could not be read.</summary>
    public WantedResponse Repair(ResponseFact reply, Rejection why, int attempt) =>
        Wanted(RepairRequest, reply.Response.Sample, attempt, repair: true, () => Bound.Rubric.Repair(_input, reply.Response, why));

    /// <summary>A reply that stays unreadable, or refuses, as a dead letter.</summary>
    public AttemptFact Letter(int sample, Rejection why) => new()
    {
        Question = Question,
        Request = LetterRequest,
        Sample = sample,
        Role = Bound.Role,
        Model = Bound.Model.Model,
        Failure = why,
        Rubric = Bound.Rubric.Name,
        About = About,
    };

    WantedResponse Wanted(Digest request, int sample, int attempt, bool repair, Func<ImmutableArray<ChatMessage>> messages) => new(
        Question, Bound.Model, request, sample, attempt,
        () => ModelRequest.Of(Bound.Model, Bound.Role, Question, messages(), request, new()
        {
            Rubric = Bound.Rubric.Name,
            Schema = Bound.Rubric.Schema,
            About = About,
            Writer = Trace?.Response.Model,
            WriterSample = Trace?.Response.Sample ?? 0,
            Repair = repair,
        }));
}
