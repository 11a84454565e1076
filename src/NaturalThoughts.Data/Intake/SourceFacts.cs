using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Data.Intake;

/// <summary>Facts that a source brings together: all of a row, or one of another run.</summary>
/// <param name="Row">The row; null: responses to a question whose row came before.</param>
/// <param name="Responses">Responses, those that are missing, and embeddings.</param>
/// <param name="Notes">What was left out of a row that is used all the same.</param>
public sealed record SourceFacts(IntakeFact? Row, ImmutableArray<Fact> Responses, ImmutableArray<Rejection> Notes)
{
    /// <summary>The question they are about; null for a rejected row.</summary>
    public QuestionId? Question => Row is not null ? Row.Question?.Id : Responses[0] switch
    {
        ResponseFact response => response.Question,
        EmbeddingFact embedding => embedding.Question,
        _ => null,
    };
}
