using BenchmarkDotNet.Attributes;
using NaturalThoughts.Core.Clusters;

namespace NaturalThoughts.Benchmarks.Kernels;

/// <summary>The nearest of many centroids: in tiles, and one product at a time.</summary>
[MemoryDiagnoser]
public class NearestKernel
{
    const int Count = 256;

    readonly int[] _nearest = new int[ClusterTally.Tile];
    readonly int[] _distances = new int[ClusterTally.Tile];
    Centroids _centroids = null!;
    short[] _vectors = [];

    /// <summary>Dimensions of the vectors.</summary>
    [Params(256, 512, 1024, 4096)]
    public int Dimensions { get; set; }

    /// <summary>Makes vectors by chance.</summary>
    [GlobalSetup]
    public void Make()
    {
        var random = new Random(1);
        _centroids = new(Dimensions, [.. Components(Count)]);
        _vectors = [.. Components(ClusterTally.Tile)];

        IEnumerable<short> Components(int vectors) => Enumerable.Range(0, vectors).SelectMany(_ => UnitVector.Of(
            Enumerable.Range(0, Dimensions).Select(_ => random.NextDouble() - 0.5).ToArray())!.Value);
    }

    /// <summary>As the product does it.</summary>
    [Benchmark]
    public int Tiles()
    {
        _centroids.Nearest(_vectors, _nearest, _distances);
        return _nearest[0];
    }

    /// <summary>Each vector times each centroid.</summary>
    [Benchmark(Baseline = true)]
    public int Products()
    {
        var least = int.MaxValue;
        for (var at = 0; at < ClusterTally.Tile; at++)
            for (var index = 0; index < Count; index++)
                least = Math.Min(least, ExactDot.Of(_vectors.AsSpan(at * Dimensions, Dimensions), _centroids[index]));
        return least;
    }
}
