using System.Collections.Immutable;

namespace NaturalThoughts.Core.Clusters;

/// <summary>The middles of clusters: means of vectors, rounded to the same integers, so that distances to them are exact, too.</summary>
public sealed class Centroids
{
    readonly ImmutableArray<short> _components;

    // Made when it is needed: not everybody who has centroids looks for the nearest.
    NearestSearch? _search;

    /// <summary>Centroids one after the other.</summary>
    /// <param name="dimensions">Dimensions of each.</param>
    /// <param name="components">Their components.</param>
    /// <exception cref="ArgumentException">They are not whole vectors, or there is none.</exception>
    public Centroids(int dimensions, ImmutableArray<short> components)
    {
        if (dimensions < 1 || components.IsEmpty || components.Length % dimensions != 0)
            throw new ArgumentException($"{components.Length} components are no vectors of {dimensions} dimensions.", nameof(components));
        (Dimensions, _components) = (dimensions, components);
    }

    /// <summary>Dimensions of each.</summary>
    public int Dimensions { get; }

    /// <summary>How many.</summary>
    public int Count => _components.Length / Dimensions;

    /// <summary>All components, one centroid after the other.</summary>
    public ImmutableArray<short> Components => _components;

    /// <summary>A centroid.</summary>
    public ReadOnlySpan<short> this[int index] => _components.AsSpan(index * Dimensions, Dimensions);

    /// <summary>Finds the nearest centroid of some vectors; of equally near ones it is the first.</summary>
    /// <param name="vectors">The vectors, one after the other.</param>
    /// <param name="nearest">Gets the index for each.</param>
    /// <param name="distances">Gets the squared distance for each, in units of <see cref="UnitVector.Length"/>.</param>
    public void Nearest(ReadOnlySpan<short> vectors, Span<int> nearest, Span<int> distances)
    {
        _search ??= new(this);
        _search.Find(vectors, Dimensions, nearest, distances);
        for (var at = 0; at < nearest.Length; at++)
        {
            var vector = vectors.Slice(at * Dimensions, Dimensions);
            distances[at] += ExactDot.Of(vector, vector);
        }
    }
}
