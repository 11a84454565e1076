using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Curation.Judgements;

/// <summary>A rubric with the model that fills it.</summary>
/// <param name="Rubric">The rubric.</param>
/// <param name="Model">The model.</param>
/// <param name="Role">In which role it is asked.</param>
public sealed record BoundRubric(Rubric Rubric, ModelSpec Model, ModelRole Role)
{
    /// <summary>What counts name its replies by: “annotator l31 verbosity”.</summary>
    public string CountedAs => $"{Role.ToString().ToLowerInvariant()} {Model.Model} {Rubric.Name}";

    /// <summary>Names all that its replies depend on, beside what they are about: one that has another asks anew.</summary>
    public Digest Asking => ModelRequest.DigestOf(Model, Digest.Of(Rubric.Name, Rubric.Version));

    /// <summary>Names the request about a subject.</summary>
    public Digest RequestOf(RubricIdentity identity, Question question) =>
        ModelRequest.DigestOf(Model, Rubric.Identify(identity, question));

    /// <summary>The request with some texts, to look at.</summary>
    public ModelRequest Example(RubricInput input) => ModelRequest.Of(
        Model, Role, input.Question.Id, Rubric.Render(input), Asking, new() { Rubric = Rubric.Name, Schema = Rubric.Schema });
}
