using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Curation;

/// <summary>What a spec asks for about every question; pure, so that any grain on any silo comes to the same plan.</summary>
public sealed class QuestionPlan
{
    readonly ImmutableArray<(ModelRole Role, ModelSpec Model)> _asked;

    /// <summary>The plan of a spec.</summary>
    /// <param name="spec">The accepted spec.</param>
    /// <param name="annotators">The annotators that need no model.</param>
    /// <param name="rubrics">What models judge.</param>
    /// <param name="cleaning">The rule by which questions are removed (<see cref="Cleaning.CleaningRule"/>); null: none is.</param>
    public QuestionPlan(RunSpec spec, AnnotatorSet annotators, RubricSet rubrics, Digest? cleaning = null)
    {
        _asked = [.. spec.Asked];
        (Annotators, Rubrics, Cleaning) = (annotators, rubrics, cleaning);
        ResponsesPerQuestion = _asked.Sum(asked => asked.Model.Samples)
            + (int)spec.Rubrics.Sum(rubric => rubric.MostCases(Samples(ModelRole.Teacher), Samples(ModelRole.Baseline)));
        Digest = Digest.Of(
        [
            "plan", annotators.Digest.ToString(), .. _asked.Select(asked => $"{asked.Role} {asked.Model}"), .. rubrics.Identity,
            .. cleaning is null ? Array.Empty<string>() : [$"clean {cleaning}"],
        ]);
    }

    /// <summary>Names the plan: a question sealed under another one is worked on again.</summary>
    public Digest Digest { get; }

    /// <summary>The rule by which questions are removed; null: none is.</summary>
    public Digest? Cleaning { get; }

    /// <summary>The annotators that need no model.</summary>
    public AnnotatorSet Annotators { get; }

    /// <summary>What models judge.</summary>
    public RubricSet Rubrics { get; }

    /// <summary>The models asked, as servers know them.</summary>
    public IEnumerable<string> Models =>
        _asked.Select(asked => asked.Model.Model).Concat(Rubrics.All.Select(bound => bound.Model.Model)).Distinct();

    /// <summary>Whether a question is removed: nobody is asked about it, and it has no traces.</summary>
    public bool Removes(QuestionDossier dossier) => dossier.Removal is { Reason: not null } removal && removal.Rule == Cleaning;

    /// <summary>Responses asked for each question: its own, and as many judgements as those of the teachers may need.</summary>
    public int ResponsesPerQuestion { get; }

    /// <summary>A question's facts with every response in the role in which the spec asks for it: another run, or an earlier spec, may have
    /// asked for it in another one.</summary>
    public QuestionDossier InRoles(QuestionDossier dossier)
    {
        var requests = RequestsOf(dossier.Id);
        return dossier with { Facts = [.. dossier.Facts.Select(InRole)] };

        Fact InRole(Fact fact) =>
            fact is ResponseFact { Response: var said } response && requests.FirstOrDefault(one => one.Request == said.Request) is { } asked
                ? response with { Response = said with { Role = asked.Role } }
                : fact;
    }

    /// <summary>The responses that count now: those to a request of the spec, those that came with a source's rows, and those that another
    /// run asked of models which the spec does not ask in that role. Of a model that it asks, responses to other requests stand
    /// beside.</summary>
    public IEnumerable<ResponseFact> Current(QuestionDossier dossier)
    {
        var requests = RequestsOf(dossier.Id).Select(asked => asked.Request).ToHashSet();
        return dossier.Responses.Where(fact => fact.Rubric is null).Where(fact => fact.Origin is not null
            || requests.Contains(fact.Response.Request)
            || (fact.Run is not null && !Asks(fact.Response.Role, fact.Response.Model)));
    }

    /// <summary>Traces that were not read yet by all of the annotators.</summary>
    public IEnumerable<ResponseFact> Unread(QuestionDossier dossier)
    {
        if (Removes(dossier)) return [];
        var known = dossier.Facts.OfType<AnnotationFact>().Select(fact => (fact.Trace, fact.Request)).ToHashSet();
        return Current(dossier).Where(fact => fact.Response.Role is ModelRole.Teacher
            && Annotators.TraceRequests.Values.Any(request => !known.Contains((fact.Trace, request))));
    }

    /// <summary>The responses to ask for next. Once they, or their failures, are among the facts, there may be others: what is there is
    /// judged, and a reply that cannot be read is asked for once more. When nothing is missing, the question can be concluded.</summary>
    public ImmutableArray<WantedResponse> Missing(QuestionDossier dossier)
    {
        if (Removes(dossier)) return [];
        var known = new DossierIndex(dossier);
        return [.. Own(dossier.Question, known), .. States(dossier, known).Select(state => state.Wanted).OfType<WantedResponse>()];
    }

    /// <summary>How far each judgement about a question is.</summary>
    internal IEnumerable<CaseState> States(QuestionDossier dossier, DossierIndex known)
    {
        if (Rubrics.All.IsEmpty) return [];
        var question = dossier.Question;
        var cases = new QuestionCases(
            Rubrics, Annotators, question, [.. Current(dossier)], dossier.Facts.OfType<AnnotationFact>(), !Own(question, known).Any());
        return cases.All.Select(judged => CaseState.Of(judged, known));
    }

    IEnumerable<WantedResponse> Own(Question question, DossierIndex known) =>
        from asked in _asked
        let request = ModelRequest.DigestOf(asked.Model, question.Id)
        from sample in Enumerable.Range(0, asked.Model.Samples)
        let attempt = known.NextAttempt(TraceId.Of(question.Id, request, sample))
        where attempt is not null
        select new WantedResponse(
            question.Id, asked.Model, request, sample, attempt.Value, () => ModelRequest.Of(asked.Model, question, asked.Role));

    int Samples(ModelRole role) => _asked.Where(asked => asked.Role == role).Sum(asked => asked.Model.Samples);

    bool Asks(ModelRole role, string model) => _asked.Any(asked => (asked.Role, asked.Model.Model) == (role, model));

    ImmutableArray<AskedRequest> RequestsOf(QuestionId question) =>
        [.. _asked.Select(asked => new AskedRequest(ModelRequest.DigestOf(asked.Model, question), asked.Role))];

    sealed record AskedRequest(Digest Request, ModelRole Role);
}
