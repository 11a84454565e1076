using System.Globalization;

namespace NaturalThoughts.Core.Questions;

/// <summary>Where something came from. Ordered by source, way, file, row: where duplicates merge, the lowest gives the name.</summary>
/// <param name="Source">0-based position of the source in the spec.</param>
/// <param name="File">File name relative to the spec that names it, never a machine's absolute path.</param>
/// <param name="Row">1-based row (line of JSONL, element of an array, row of Parquet).</param>
/// <param name="Via">For a row that another run read: the way it came, nearest first, each run with the position of the source in its spec
/// (<c>second/0000/first/0002</c>); null: this run read it.</param>
[GenerateSerializer, Immutable, Alias("nt.SourceRow")]
public readonly record struct SourceRow(
    [property: Id(0)] int Source, [property: Id(1)] string File, [property: Id(2)] long Row, [property: Id(3)] string? Via = null)
    : IComparable<SourceRow>
{
    /// <summary>The file, and before it the way that it came.</summary>
    public string Name => Via is null ? File : $"run:{Via}/{File}";

    /// <summary>This row of a run's log as a row of another run that imports it. The order of rows stays; and a row that was the importing
    /// run's own before is that very row again, so that runs which import each other come to an end.</summary>
    /// <param name="from">The run that is imported.</param>
    /// <param name="importer">The run that imports.</param>
    /// <param name="source">0-based position in the importing run's spec.</param>
    public SourceRow Imported(string from, string importer, int source)
    {
        // Of equal length, so that the order of names is that of positions; a spec has fewer than 10,000 sources.
        var here = string.Create(CultureInfo.InvariantCulture, $"{from}/{Source:D4}");
        var steps = (Via is null ? here : $"{here}/{Via}").Split('/');
        for (var step = steps.Length - 2; step >= 0; step -= 2)
            if (steps[step] == importer)
                return this with { Source = int.Parse(steps[step + 1], CultureInfo.InvariantCulture), Via = Way(steps[(step + 2)..]) };
        return this with { Source = source, Via = Way(steps) };
    }

    /// <inheritdoc/>
    public int CompareTo(SourceRow other) =>
        Source != other.Source ? Source.CompareTo(other.Source)
        : string.CompareOrdinal(Via, other.Via) is var via and not 0 ? via
        : string.CompareOrdinal(File, other.File) is var file and not 0 ? file
        : Row.CompareTo(other.Row);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{Row}";

    static string? Way(string[] steps) => steps.Length == 0 ? null : string.Join('/', steps);
}
