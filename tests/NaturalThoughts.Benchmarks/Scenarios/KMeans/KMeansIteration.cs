using System.Globalization;
using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Scenarios.KMeans;

/// <summary>How much of what the cores can multiply an iteration of k-means multiplies.</summary>
sealed class KMeansIteration : IScenario
{
    const int Vectors = 200_000, Dimensions = 256, K = 256;

    // One takes a twentieth of a second: too short for a clock to be fair.
    const int Iterations = 4;

    /// <inheritdoc/>
    public string Name => "kmeans";

    /// <inheritdoc/>
    public string About => "an iteration of k-means on all cores, against the cores' peak of fused multiplications and additions";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Row>> MeasureAsync(Effort effort) => MeasureAsync(effort.Of(Vectors), effort.Pairs);

    /// <summary>Measures an iteration over so many vectors.</summary>
    public async Task<IReadOnlyList<Row>> MeasureAsync(int count, int most)
    {
        using var vectors = new FileVectors(count, Dimensions);
        var centroids = vectors.First(Math.Min(K, count / Environment.ProcessorCount));
        if (!vectors.Agrees(centroids, 1000)) throw new InvalidOperationException("A vector went elsewhere than to its nearest centroid.");
        var operations = 2.0 * count * centroids.Count * Dimensions;
        var pairs = await Pair.TakeAsync(most, Iterate, Peak);
        return
        [
            Row.Of(string.Create(CultureInfo.InvariantCulture, $"k-means, {count:N0} × {Dimensions}, k = {centroids.Count}: one iteration"),
                "peak of FMA (fp32, widest vectors, all cores), as many operations",
                [.. pairs.Select(pair => new Pair(pair.Ours / Iterations, pair.Theirs / Iterations))], Bar.AtLeast(0.5), Shown),
        ];

        void Iterate()
        {
            for (var turn = 0; turn < Iterations; turn++)
                if (vectors.Iterate(centroids).Round.Counts.Sum() != count / Environment.ProcessorCount * Environment.ProcessorCount)
                    throw new InvalidOperationException("A vector was lost.");
        }

        void Peak() => Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            if (float.IsNaN(FmaPeak.Do((long)(Iterations * operations / Environment.ProcessorCount))))
                throw new InvalidOperationException("What is measured has to stay finite.");
        });

        string Shown(double seconds) =>
            string.Create(CultureInfo.InvariantCulture, $"{Row.Time(seconds)} = {operations / seconds / 1e9:0} · 10^9 operations/s");
    }
}
