using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Data.Benchmarks;

/// <summary>The benchmarks of a spec, read.</summary>
/// <param name="Index">Their texts.</param>
/// <param name="Digest">Names the files by content and by how they are read, not by where they lie; null: the spec names none.</param>
public sealed record BenchmarkTexts(BenchmarkIndex Index, Digest? Digest);
