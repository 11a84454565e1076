using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>Two questions whose shingles are the same for the most part.</summary>
/// <param name="Left">The one.</param>
/// <param name="Right">The other.</param>
[GenerateSerializer, Immutable, Alias("nt.NearPair")]
public readonly record struct NearPair([property: Id(0)] QuestionId Left, [property: Id(1)] QuestionId Right);

/// <summary>A question that is a near duplicate of another one.</summary>
/// <param name="Question">The question that is removed.</param>
/// <param name="Of">The one that is kept: the lowest (source, file, row) of all that hang together.</param>
[GenerateSerializer, Immutable, Alias("nt.NearDuplicate")]
public readonly record struct NearDuplicate([property: Id(0)] QuestionId Question, [property: Id(1)] QuestionId Of);
