using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Curation;

/// <summary>All that a shard knows about one question, in log order.</summary>
[GenerateSerializer, Immutable, Alias("nt.QuestionDossier")]
public sealed record QuestionDossier
{
    /// <summary>The question.</summary>
    [Id(0)] public required QuestionId Id { get; init; }

    /// <summary>Its facts.</summary>
    [Id(1)] public required ImmutableArray<Fact> Facts { get; init; }

    /// <summary>A dossier of facts as the log has them; of two with one key the first one counts.</summary>
    /// <param name="id">The question.</param>
    /// <param name="facts">Its facts in log order.</param>
    public static QuestionDossier Of(QuestionId id, IEnumerable<Fact> facts) =>
        new() { Id = id, Facts = [.. facts.DistinctBy(fact => fact.Key)] };

    /// <summary>The question as its source rows together give it.</summary>
    public Question Question => Merged.Question;

    /// <summary>The row that gives the question its name.</summary>
    public SourceRow Origin => Merged.Origin;

    /// <summary>Responses in id order, so that nothing depends on the order of arrival.</summary>
    public IEnumerable<ResponseFact> Responses => Facts.OfType<ResponseFact>().OrderBy(fact => fact.Trace);

    /// <summary>What cleaning said last, under whatever rule; null: it never named the question.</summary>
    public RemovalFact? Removal => Facts.OfType<RemovalFact>().MaxBy(fact => fact.Number);

    /// <summary>How many facts a seal on this dossier rests on; see <see cref="SealFact.Generation"/>.</summary>
    public int Generation => Facts.Count(Counts);

    MergedQuestion Merged => QuestionMerge.Fold(Facts.OfType<IntakeFact>()).Single();

    /// <summary>Whether a fact counts for <see cref="Generation"/>: after it another seal is another fact.</summary>
    /// <remarks>Seals count, so that a question can be sealed under a spec again that it was sealed under before.</remarks>
    public static bool Counts(Fact fact) => fact is not AnnotationFact;

    /// <summary>Whether nothing came after the seal of a plan.</summary>
    public bool IsConcluded(Digest plan) =>
        Facts.OfType<SealFact>().MaxBy(seal => seal.Generation) is { } last && last.Generation == Generation - 1 && last.Plan == plan;

    /// <summary>Whether there is a response for a trace.</summary>
    public bool HasResponse(TraceId trace) => Facts.OfType<ResponseFact>().Any(fact => fact.Trace == trace);
}
