using System.Collections.Immutable;

namespace NaturalThoughts.Data.Charts;

/// <summary>One panel of a chart.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Ordered">Whether its bars stand on a scale, as those of a number do; then they are columns beside each other.</param>
/// <param name="Bars">Its bars, at least one.</param>
sealed record ChartPanel(string Title, bool Ordered, ImmutableArray<ChartBar> Bars);

/// <summary>One bar, or two that are compared.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Share">Its length, 0 to 1.</param>
/// <param name="Compared">That of the bar it is compared with; null where there is none.</param>
/// <param name="Hint">What it says in full, for who points at it.</param>
/// <param name="IsRest">Whether it stands for all that has no bar of its own; it would dwarf them, so it is written and not drawn.</param>
sealed record ChartBar(string Label, double Share, double? Compared, string Hint, bool IsRest = false);
