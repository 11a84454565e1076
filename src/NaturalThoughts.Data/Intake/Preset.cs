using System.Collections.Immutable;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>A layout of rows that is known by name.</summary>
/// <param name="Name">Its name in specs.</param>
/// <param name="Layouts">Its forms; the first whose sign a row bears is the row's, else the last.</param>
/// <param name="WithoutQuestion">What to do about rows without a question, where the layout knows better than the spec.</param>
public sealed record Preset(string Name, ImmutableArray<PresetLayout> Layouts, string? WithoutQuestion = null);

/// <summary>One form of a preset.</summary>
/// <param name="Sign">A path that only rows of this form have.</param>
/// <param name="Columns">Where things stand in it.</param>
/// <param name="ExpectsResponses">Whether a row without its responses has lost them; else the layout allows for rows that never had
/// any.</param>
public sealed record PresetLayout(string Sign, ColumnMap Columns, bool ExpectsResponses = false);
