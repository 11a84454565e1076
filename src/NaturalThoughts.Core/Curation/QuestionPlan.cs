using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
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
    /// <param name="annotators">Digest of the annotators with their versions and parameters.</param>
    /// <param name="cleaning">The rule by which questions are removed (<see cref="Cleaning.CleaningRule"/>); null: none is.</param>
    public QuestionPlan(RunSpec spec, Digest annotators, Digest? cleaning = null)
    {
        Cleaning = cleaning;
        _asked =
        [
            .. spec.Teachers.Select(name => (ModelRole.Teacher, spec.Models[name])),
            .. spec.Baselines.Select(name => (ModelRole.Baseline, spec.Models[name])),
        ];
        Digest = Digest.Of(["plan", annotators.ToString(), .. _asked.Select(asked => $"{asked.Role} {asked.Model}"),
            .. cleaning is null ? Array.Empty<string>() : [$"clean {cleaning}"]]);
    }

    /// <summary>Names the plan: a question sealed under another one is worked on again.</summary>
    public Digest Digest { get; }

    /// <summary>The rule by which questions are removed; null: none is.</summary>
    public Digest? Cleaning { get; }

    /// <summary>The models asked, as servers know them.</summary>
    public IEnumerable<string> Models => _asked.Select(asked => asked.Model.Model).Distinct();

    /// <summary>Responses asked for each question.</summary>
    public int ResponsesPerQuestion => _asked.Sum(asked => asked.Model.Samples);

    /// <summary>Whether a question is removed: nobody is asked about it, and it has no traces.</summary>
    public bool Removes(QuestionDossier dossier) => dossier.Removal is { Reason: not null } removal && removal.Rule == Cleaning;

    /// <summary>The requests a question's current responses answer.</summary>
    public IEnumerable<WantedResponse> Requests(QuestionDossier dossier)
    {
        var question = dossier.Question;
        foreach (var (role, model) in _asked)
        {
            var request = ModelRequest.Of(model, question);
            for (var sample = 0; sample < model.Samples; sample++)
                yield return new(role, model, request, sample);
        }
    }

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
        return dossier.Responses.Where(fact => fact.Origin is not null || requests.Contains(fact.Response.Request)
            || (fact.Run is not null && !Asks(fact.Response.Role, fact.Response.Model)));
    }

    /// <summary>Requests that have neither a response nor a failure for good.</summary>
    public IEnumerable<(WantedResponse Wanted, int Attempt)> Missing(QuestionDossier dossier) =>
        from wanted in Requests(dossier)
        let trace = TraceId.Of(dossier.Id, wanted.Request.Digest, wanted.Sample)
        where !dossier.HasResponse(trace)
        let attempt = dossier.NextAttempt(trace)
        where attempt is not null
        select (wanted, attempt.Value);

    bool Asks(ModelRole role, string model) => _asked.Any(asked => (asked.Role, asked.Model.Model) == (role, model));

    ImmutableArray<AskedRequest> RequestsOf(QuestionId question) =>
        [.. _asked.Select(asked => new AskedRequest(ModelRequest.DigestOf(asked.Model, question), asked.Role))];

    sealed record AskedRequest(Digest Request, ModelRole Role);
}

/// <summary>One response that the spec asks for.</summary>
/// <param name="Role">In which role.</param>
/// <param name="Model">Of which model.</param>
/// <param name="Request">The rendered request.</param>
/// <param name="Sample">0-based sample number.</param>
public sealed record WantedResponse(ModelRole Role, ModelSpec Model, ModelRequest Request, int Sample);
