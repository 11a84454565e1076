namespace NaturalThoughts.Cluster.Reports;

/// <summary>A selection's report.</summary>
/// <param name="Selection">The selection.</param>
/// <param name="Html">The report as one HTML page that needs no other file.</param>
[GenerateSerializer, Immutable, Alias("nt.SelectionDocument")]
public sealed record SelectionDocument([property: Id(0)] string Selection, [property: Id(1)] string Html);
