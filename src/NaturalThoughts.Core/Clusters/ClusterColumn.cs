using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Clusters;

/// <summary>The column that clusters fill, and what to say where it is wanted and they are not asked for.</summary>
public static class ClusterColumn
{
    /// <summary>Its name.</summary>
    public const string Name = "cluster";

    /// <summary>Name of the recipe that is made for it.</summary>
    public const string Recipe = "semantics";

    /// <summary>Whether a selection makes strata of it.</summary>
    public static bool Stratifies(SelectionSpec selection) =>
        (selection.Stratify?.By ?? (selection.Recipe == Recipe ? Name : null)) == Name;

    /// <summary>It is wanted, and nobody fills it.</summary>
    public static Problem Missing(string? where = null) => new(
        "The column `cluster` is empty: the spec asks for no clusters.", where,
        Fix: "Add `clusters` to `annotate`, as `annotate: [cues, {clusters: {k: 1000}}]`.");
}
