using System.Collections.Immutable;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Cli.Commands;

/// <summary>One of several questions that were meant.</summary>
sealed record ShownMatch(QuestionId Id, string Text);

/// <summary>A question as people look at it.</summary>
sealed record ShownQuestion
{
    public required QuestionId Id { get; init; }

    public required string Text { get; init; }

    public string? Reference { get; init; }

    public ImmutableArray<string> Options { get; init; } = [];

    public required string Source { get; init; }

    public required string Origin { get; init; }

    public string? License { get; init; }

    /// <summary>Why nobody is asked about it and it has no traces; null: it is not removed.</summary>
    public ShownRemoval? Removed { get; init; }

    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    public required ImmutableSortedDictionary<string, double> Scores { get; init; }

    public required ImmutableArray<ShownAnnotation> Annotations { get; init; }

    public required ImmutableArray<ShownResponse> Responses { get; init; }

    public required ImmutableArray<ShownFailure> Failures { get; init; }

    /// <summary>All of a question, or one trace of it where the beginning of an id means that only.</summary>
    public static ShownQuestion Of(QuestionDossier dossier, string prefix)
    {
        var question = dossier.Question;
        var whole = dossier.Id.ToString().StartsWith(prefix, StringComparison.Ordinal);
        return new()
        {
            Id = dossier.Id,
            Text = question.Text,
            Reference = question.Reference,
            Options = question.Options,
            Source = question.Source,
            Origin = dossier.Origin.ToString(),
            License = question.License,
            Labels = question.Labels,
            Scores = question.Scores,
            Annotations = [.. dossier.Facts.OfType<AnnotationFact>().Where(fact => fact.Trace is null).Select(ShownAnnotation.Of)],
            Responses =
            [
                .. dossier.Responses.Where(fact => whole || IsMeant(fact.Trace) || (fact.About is { } about && IsMeant(about)))
                    .OrderBy(fact => fact.Response.Role).Select(fact => ShownResponse.Of(fact, dossier)),
            ],
            Failures =
            [
                .. dossier.Facts.OfType<AttemptFact>().OrderBy(fact => fact.Trace).ThenBy(fact => fact.Number)
                    .Select(fact => new ShownFailure(
                        fact.Role, fact.Model, fact.Sample, fact.Number,
                        fact.Failure.Reason, fact.Failure.Detail, Standing(fact, dossier), fact.Rubric, fact.About)),
            ],
        };

        bool IsMeant(TraceId trace) => trace.ToString().StartsWith(prefix, StringComparison.Ordinal);
    }

    static string Standing(AttemptFact fact, QuestionDossier dossier) =>
        dossier.HasResponse(fact.Trace) ? "answered since"
        : dossier.Facts.OfType<ReopenFact>().Any(reopen => reopen.Trace == fact.Trace && reopen.Number >= fact.Number) ? "reopened"
        : "final";
}

/// <summary>A response with what is read from it.</summary>
sealed record ShownResponse
{
    public required TraceId Trace { get; init; }

    public required ModelRole Role { get; init; }

    public required string Model { get; init; }

    public required int Sample { get; init; }

    /// <summary>For a judgement: the rubric.</summary>
    public string? Rubric { get; init; }

    /// <summary>For a judgement: the trace judged; null: the question.</summary>
    public TraceId? About { get; init; }

    public string? FinishReason { get; init; }

    public TokenUsage? Usage { get; init; }

    public string? Origin { get; init; }

    public string? Endpoint { get; init; }

    public string? Reasoning { get; init; }

    public string? Answer { get; init; }

    public required ImmutableArray<ShownAnnotation> Annotations { get; init; }

    public static ShownResponse Of(ResponseFact fact, QuestionDossier dossier)
    {
        var text = TraceParser.Parse(fact.Response);
        return new()
        {
            Trace = fact.Trace,
            Role = fact.Response.Role,
            Model = fact.Response.Model,
            Sample = fact.Response.Sample,
            Rubric = fact.Rubric,
            About = fact.About,
            FinishReason = fact.Response.FinishReason,
            Usage = fact.Response.Usage,
            Origin = fact.Origin?.ToString() ?? (fact.Run is { } run ? SourceSpec.RunPrefix + run : null),
            Endpoint = fact.Response.Endpoint,
            Reasoning = text.Reasoning,
            Answer = text.Answer,
            Annotations =
            [
                .. dossier.Facts.OfType<AnnotationFact>().Where(annotation => annotation.Trace == fact.Trace)
                    .Select(ShownAnnotation.Of),
            ],
        };
    }
}

/// <summary>What an annotator says.</summary>
sealed record ShownAnnotation(string Annotator, ImmutableSortedDictionary<string, FeatureValue> Values, ImmutableArray<Evidence> Evidence)
{
    public static ShownAnnotation Of(AnnotationFact fact) => new(fact.Annotator, fact.Values, fact.Evidence);
}

/// <summary>A response that was not to be had.</summary>
/// <param name="Role">In which role the model was asked.</param>
/// <param name="Model">The model.</param>
/// <param name="Sample">0-based sample number.</param>
/// <param name="Attempt">0-based number of the try.</param>
/// <param name="Reason">The class of the failure.</param>
/// <param name="Detail">The case, in a sentence.</param>
/// <param name="Standing">Whether it is final, reopened, or answered since.</param>
/// <param name="Rubric">For a judgement: the rubric.</param>
/// <param name="About">For a judgement: the trace to be judged; null: the question.</param>
sealed record ShownFailure(
    ModelRole Role, string Model, int Sample, int Attempt, string Reason, string Detail, string Standing, string? Rubric, TraceId? About);

/// <summary>Why a question is removed.</summary>
/// <param name="Reason">The class, <c>contaminated</c> or <c>near-duplicate</c>.</param>
/// <param name="Detail">The case, in a sentence.</param>
/// <param name="Matched">The words a benchmark has too, or the text of the question that is kept.</param>
/// <param name="Of">The question that is kept.</param>
sealed record ShownRemoval(string Reason, string Detail, string? Matched, QuestionId? Of);
