namespace NaturalThoughts.Core.Facts;

/// <summary>Why something ended as a dead letter.</summary>
/// <param name="Reason">The class, in kebab case (<c>missing-question</c>, <c>http-502</c>): what <c>retry --reason</c> names.</param>
/// <param name="Detail">The case, in a sentence.</param>
[GenerateSerializer, Immutable, Alias("nt.Rejection")]
public sealed record Rejection([property: Id(0)] string Reason, [property: Id(1)] string Detail);
