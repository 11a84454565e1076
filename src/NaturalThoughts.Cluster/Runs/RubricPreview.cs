using System.Collections.Immutable;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Counts the judgements that a spec would ask for at most, and renders the first of each rubric.</summary>
/// <param name="rubrics">The rubrics.</param>
/// <param name="teachers">Traces that are asked for of each question.</param>
/// <param name="baselines">Baseline responses that are asked for of each question.</param>
sealed class RubricPreview(RubricSet rubrics, int teachers, int baselines)
{
    readonly Dictionary<QuestionId, Counted> _questions = [];
    readonly HashSet<QuestionId> _removed = [];
    RubricInput? _first;

    /// <summary>Counts what a source says of a question that is taken in.</summary>
    public void Take(Question? question, IEnumerable<Fact> responses)
    {
        if (rubrics.All.IsEmpty) return;
        var imported = responses.OfType<ResponseFact>().Where(fact => fact.Rubric is null).ToList();
        if ((question?.Id ?? imported.FirstOrDefault()?.Question) is not { } id || _removed.Contains(id)) return;
        var counted = _questions.GetValueOrDefault(id) ?? new(0, 0, false);
        _questions[id] = new(
            counted.Traces + imported.Count(fact => fact.Response.Role is ModelRole.Teacher),
            counted.Baselines + imported.Count(fact => fact.Response.Role is ModelRole.Baseline),
            counted.HasReference || question?.Reference is not null);
        // The first question, or the first that has a trace to show.
        if (question is not null && (_first is null || (_first.Trace is null && imported.Count > 0)))
            _first = new()
            {
                Question = question, Trace = TextOf(imported, ModelRole.Teacher), Baseline = TextOf(imported, ModelRole.Baseline),
            };
    }

    /// <summary>Counts a question no more: nobody is asked about it.</summary>
    public void Remove(QuestionId question)
    {
        _removed.Add(question);
        _questions.Remove(question);
    }

    /// <summary>The judgements by rubric.</summary>
    public ImmutableArray<PreviewedRubric> Counts =>
        [.. rubrics.All.Select(bound => new PreviewedRubric(
            bound.Role.ToString().ToLowerInvariant(), bound.Model.Model, bound.Rubric.Name,
            _questions.Values.Sum(question => Calls(bound.Rubric.Subject, question)), bound.Model.MaxTokens))];

    /// <summary>A request of each rubric; a trace that is not there yet is put in as a word for it.</summary>
    public IEnumerable<RenderedRequest> First => _first is not { } input ? [] : rubrics.All.Select(bound => RenderedRequest.Of(
        bound.Role, bound.Example(input with
        {
            Trace = input.Trace ?? new() { Reasoning = "(the trace's reasoning)", Answer = "(the trace's answer)" },
            Baseline = input.Baseline ?? new() { Answer = "(the baseline's answer)" },
        })));

    long Calls(RubricSubject subject, Counted question) => subject switch
    {
        RubricSubject.Question => 1,
        RubricSubject.Baseline => (long)(teachers + question.Traces) * (baselines + question.Baselines),
        RubricSubject.Reference when !question.HasReference => 0,
        _ => teachers + question.Traces,
    };

    static TraceText? TextOf(IEnumerable<ResponseFact> responses, ModelRole role) =>
        responses.FirstOrDefault(fact => fact.Response.Role == role) is { } fact ? TraceParser.Parse(fact.Response) : null;

    sealed record Counted(int Traces, int Baselines, bool HasReference);
}

/// <summary>Judgements that a spec would ask for.</summary>
/// <param name="Role">In which role the model is asked.</param>
/// <param name="Model">The model.</param>
/// <param name="Rubric">The rubric.</param>
/// <param name="Calls">How many at most, repairs aside.</param>
/// <param name="MaxTokens">Most tokens of a reply; null: as many as the server allows.</param>
public sealed record PreviewedRubric(string Role, string Model, string Rubric, long Calls, int? MaxTokens);
