using System.Collections.Immutable;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Data.Clusters;

namespace NaturalThoughts.Benchmarks.Scenarios.KMeans;

/// <summary>Vectors by chance in files, one for each core, as shards keep them while clusters are made.</summary>
sealed class FileVectors : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
    readonly VectorFile[] _files;
    readonly int _dimensions;
    ClusterTally[] _tallies = [];

    /// <summary>Writes them.</summary>
    public FileVectors(int count, int dimensions)
    {
        _dimensions = dimensions;
        _files = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(
            file => VectorFile.Create(Path.Combine(_folder.FullName, $"{file}.bin"), dimensions, count / Environment.ProcessorCount))];
        Parallel.For(0, _files.Length, file =>
        {
            var random = new Random(file);
            for (var place = 0; place < _files[file].Count; place++) _files[file].Write(place, Direction(random, dimensions));
        });
    }

    /// <summary>The first vectors, as centroids to begin with.</summary>
    public Centroids First(int count)
    {
        var components = new short[count * _dimensions];
        _files[0].Read(0, components);
        return new(_dimensions, [.. components]);
    }

    /// <summary>One iteration: each vector goes to its nearest centroid, and the sums are put together.</summary>
    public (ClusterRound Round, ClusterSums Sums) Iterate(Centroids centroids)
    {
        _tallies = [.. _files.Select(_ => new ClusterTally(centroids))];
        Parallel.For(0, _files.Length, file => Assign(_files[file], _tallies[file], (_, _) => { }));
        return (_tallies.Select(tally => tally.Round).Aggregate((left, right) => left + right),
            _tallies.Select(tally => tally.Sums(0, centroids.Count)).Aggregate((left, right) => left + right));
    }

    /// <summary>Whether some vectors go where multiplying one component after the other says.</summary>
    public bool Agrees(Centroids centroids, int some)
    {
        var (agrees, vector) = (true, new short[_dimensions]);
        Assign(_files[0], new(centroids), (place, nearest) =>
        {
            for (var at = 0; at < nearest.Length && place + at < some; at++)
            {
                _files[0].Read(place + at, vector);
                var expected = Enumerable.Range(0, centroids.Count).MinBy(
                    index => ExactDot.Scalar(centroids[index], centroids[index]) - (2L * ExactDot.Scalar(vector, centroids[index])));
                agrees &= nearest[at] == expected;
            }
        });
        return agrees;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
        _folder.Delete(recursive: true);
    }

    // As a shard does it.
    static void Assign(VectorFile file, ClusterTally tally, Action<int, ReadOnlySpan<int>> each)
    {
        var tile = new short[ClusterTally.Tile * file.Dimensions];
        for (var place = 0; place < file.Count; place += ClusterTally.Tile)
        {
            var vectors = tile.AsSpan(0, Math.Min(ClusterTally.Tile, file.Count - place) * file.Dimensions);
            file.Read(place, vectors);
            each(place, tally.Add(vectors));
        }
    }

    static ImmutableArray<short> Direction(Random random, int dimensions)
    {
        var vector = new double[dimensions];
        foreach (ref var component in vector.AsSpan()) component = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        return UnitVector.Of(vector)!.Value;
    }
}
