using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using NaturalThoughts.Core.Clusters;

namespace NaturalThoughts.Core.Tests.Clusters;

/// <summary>Ours against the k-means of ML.NET, by the sum of squared distances that both make small.</summary>
public sealed class ReferenceKMeansTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(3000, 64, 30, 25, 0.3)]
    [InlineData(3000, 64, 300, 50, 0.6)]
    [InlineData(4000, 256, 60, 40, 0.2)]
    [InlineData(2000, 1024, 40, 20, 0.5)]
    public async Task RunAsync_Mixture_IsAsGoodAsTheReference(int count, int dimensions, int middles, int k, double spread) =>
        await CompareAsync(VectorGen.Mixture(count, dimensions, middles, spread, seed: count + k), k);

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    public async Task RunAsync_QuestionsByTheirWords_IsAsGoodAsTheReference(int k) =>
        await CompareAsync(LexicalEmbedderTests.Entries(LexicalEmbedderTests.RealQuestions().Take(4000)), k);

    async Task CompareAsync(LocalVectors.Entry[] entries, int k)
    {
        var dimensions = entries[0].Vector.Length;
        var pool = new LocalVectors([.. entries]);
        var result = await KMeans.RunAsync(pool, dimensions, k, seed: 1, default);
        var ours = pool.Inertias[^1] / UnitVector.SquaredLength;
        var reference = Enumerable.Range(1, 3).Select(seed => Inertia(entries, Reference(entries, dimensions, k, seed))).Min();

        output.WriteLine($"{entries.Length} x {dimensions}, k {k}: ours {ours:0.00} in {result.Rounds} passes, the reference's best of 3 "
            + $"{reference:0.00} ({100 * (ours / reference - 1):+0.00;-0.00} %)");
        Assert.True(ours <= 1.02 * reference, $"{ours} against {reference}");
    }

    static float[][] Reference(LocalVectors.Entry[] entries, int dimensions, int k, int seed)
    {
        var ml = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
        var rows = ml.Data.LoadFromEnumerable(
            entries.Select(entry => new Row { Features = [.. entry.Vector.Select(one => (float)one / UnitVector.Length)] }), schema);
        var model = ml.Clustering.Trainers.KMeans(new KMeansTrainer.Options
        {
            FeatureColumnName = nameof(Row.Features), NumberOfClusters = k, MaximumNumberOfIterations = 1000, NumberOfThreads = 1,
        }).Fit(rows);
        VBuffer<float>[]? centroids = null;
        model.Model.GetClusterCentroids(ref centroids, out _);
        return [.. centroids.Select(centroid => centroid.DenseValues().ToArray())];
    }

    static double Inertia(LocalVectors.Entry[] entries, float[][] centroids) => entries.Sum(entry =>
    {
        var vector = entry.Vector.Select(one => (double)one / UnitVector.Length).ToArray();
        return centroids.Min(centroid => vector.Zip(centroid, (one, other) => (one - other) * (one - other)).Sum());
    });

    sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
