using System.Collections.Immutable;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>A value as a model wrote it, in something like JSON.</summary>
/// <param name="Closed">Whether its end is there; the text may break off.</param>
abstract record LooseValue(bool Closed);

/// <summary>Members in the order written.</summary>
sealed record LooseObject(ImmutableArray<(string Name, LooseValue Value)> Members, bool Closed) : LooseValue(Closed);

/// <summary>Items in the order written.</summary>
sealed record LooseList(ImmutableArray<LooseValue> Items, bool Closed) : LooseValue(Closed);

/// <summary>A quoted text, a number, or a bare word: models quote numbers and leave quotes away.</summary>
sealed record LooseText(string Text, bool Closed) : LooseValue(Closed);
