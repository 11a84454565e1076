using System.Collections.Immutable;

namespace NaturalThoughts.Core.Annotations;

/// <summary>A meta-reasoning strategy and the phrases that show it.</summary>
/// <param name="Name">Its name in evidence, kebab case.</param>
/// <param name="Description">What a reasoner does who uses it.</param>
/// <param name="Cues">
/// Phrases, lower case. <c>{a|b}</c> stands for either; <c>{a|}</c> may be left out; a leading <c>^</c> wants the start of a sentence or
/// clause. A phrase matches whole words, across white space and commas, not across the end of a sentence.
/// </param>
public sealed record Strategy(string Name, string Description, ImmutableArray<string> Cues);
