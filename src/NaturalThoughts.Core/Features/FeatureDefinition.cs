namespace NaturalThoughts.Core.Features;

/// <summary>A column that recipes can see.</summary>
/// <param name="Name">Its name in recipes and in the metadata files.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Annotator">Which annotator fills it.</param>
/// <param name="Description">What it says, with its unit and range.</param>
/// <param name="OfQuestion">Whether all traces of a question share its value.</param>
public sealed record FeatureDefinition(string Name, FeatureKind Kind, string Annotator, string Description, bool OfQuestion = false);
