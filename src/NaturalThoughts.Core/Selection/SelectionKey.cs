using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Selection;

/// <summary>A trace's place in the total order of a selection: smallest first.</summary>
/// <param name="Key">The sampling key or the descending rank, as sortable 64 bits.</param>
/// <param name="Hash">Complement of the hash of (seed, trace id): orders equal keys, and the trace that chance would draw first comes
/// first.</param>
/// <param name="Id">The trace's id: orders equal hashes.</param>
[GenerateSerializer, Immutable, Alias("nt.SelectionKey")]
public readonly record struct SelectionKey([property: Id(0)] ulong Key, [property: Id(1)] ulong Hash, [property: Id(2)] UInt128 Id)
    : IComparable<SelectionKey>
{
    /// <summary>Key and hash as one number: what histograms of the order are made over.</summary>
    public UInt128 Place => new(Key, Hash);

    /// <summary>The place among the question's own traces: where chance falls on questions, their traces are put in order by their own
    /// hash alone.</summary>
    internal SelectionKey Within(Recipe recipe) => recipe.ByQuestion ? this with { Key = 0 } : this;

    /// <inheritdoc/>
    public int CompareTo(SelectionKey other) =>
        Key != other.Key ? Key.CompareTo(other.Key)
        : Hash != other.Hash ? Hash.CompareTo(other.Hash)
        : Id.CompareTo(other.Id);

    /// <inheritdoc/>
    public override string ToString() => $"{Key:x16}.{Hash:x16}.{Id:x32}";
}
