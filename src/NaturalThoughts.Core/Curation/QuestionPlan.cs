using System.Collections.Immutable;
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
    public QuestionPlan(RunSpec spec, Digest annotators)
    {
        _asked =
        [
            .. spec.Teachers.Select(name => (ModelRole.Teacher, spec.Models[name])),
            .. spec.Baselines.Select(name => (ModelRole.Baseline, spec.Models[name])),
        ];
        Digest = Digest.Of(["plan", annotators.ToString(), .. _asked.Select(asked => $"{asked.Role} {asked.Model}")]);
    }

    /// <summary>Names the plan: a question sealed under another one is worked on again.</summary>
    public Digest Digest { get; }

    /// <summary>The models asked, as servers know them.</summary>
    public IEnumerable<string> Models => _asked.Select(asked => asked.Model.Model).Distinct();

    /// <summary>Responses asked for each question.</summary>
    public int ResponsesPerQuestion => _asked.Sum(asked => asked.Model.Samples);

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

    /// <summary>Requests that have neither a response nor a failure for good.</summary>
    public IEnumerable<(WantedResponse Wanted, int Attempt)> Missing(QuestionDossier dossier) =>
        from wanted in Requests(dossier)
        let trace = TraceId.Of(dossier.Id, wanted.Request.Digest, wanted.Sample)
        where !dossier.HasResponse(trace)
        let attempt = dossier.NextAttempt(trace)
        where attempt is not null
        select (wanted, attempt.Value);
}

/// <summary>One response that the spec asks for.</summary>
/// <param name="Role">In which role.</param>
/// <param name="Model">Of which model.</param>
/// <param name="Request">The rendered request.</param>
/// <param name="Sample">0-based sample number.</param>
public sealed record WantedResponse(ModelRole Role, ModelSpec Model, ModelRequest Request, int Sample);
