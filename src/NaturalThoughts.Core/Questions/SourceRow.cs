namespace NaturalThoughts.Core.Questions;

/// <summary>Where something came from. Ordered by source, file, row: where duplicates merge, the lowest gives the name.</summary>
/// <param name="Source">0-based position of the source in the spec.</param>
/// <param name="File">File name relative to the spec, never a machine's absolute path.</param>
/// <param name="Row">1-based row (line of JSONL, element of an array, row of Parquet).</param>
[GenerateSerializer, Immutable, Alias("nt.SourceRow")]
public readonly record struct SourceRow([property: Id(0)] int Source, [property: Id(1)] string File, [property: Id(2)] long Row)
    : IComparable<SourceRow>
{
    /// <inheritdoc/>
    public int CompareTo(SourceRow other) =>
        Source != other.Source ? Source.CompareTo(other.Source)
        : string.CompareOrdinal(File, other.File) is var file and not 0 ? file
        : Row.CompareTo(other.Row);

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Row}";
}
