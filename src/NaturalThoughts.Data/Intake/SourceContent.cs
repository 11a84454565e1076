using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Data.Intake;

/// <summary>What a <see cref="SourcePart"/> held at one moment.</summary>
/// <param name="Digest">Names it: with the same digest there is nothing new to read.</param>
/// <param name="Facts">All of it, streamed.</param>
public sealed record SourceContent(Digest Digest, IAsyncEnumerable<SourceFacts> Facts);
