using System.Globalization;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Clusters;

/// <summary>How a run's questions are put into clusters.</summary>
public sealed class ClusterRule
{
    ClusterRule(ClustersSpec spec, EmbeddingRequest? request)
    {
        (K, Seed, Request) = (spec.K, spec.Seed, request);
        Embedder = request is null ? LexicalEmbedder.Version : $"model {request.Model}";
        Digest = Digest.Of("clusters", KMeans.Version, Invariant(K), Invariant(Seed), request?.Digest.ToString() ?? LexicalEmbedder.Version);
    }

    /// <summary>How many clusters; fewer where there are fewer different questions.</summary>
    public int K { get; }

    /// <summary>Seed of all chance.</summary>
    public ulong Seed { get; }

    /// <summary>What a model is asked; null: the built-in embedder is enough.</summary>
    public EmbeddingRequest? Request { get; }

    /// <summary>What makes the vectors, for people.</summary>
    public string Embedder { get; }

    /// <summary>Names the rule.</summary>
    public Digest Digest { get; }

    /// <summary>The rule of a spec; null where it asks for no clusters.</summary>
    public static ClusterRule? Of(RunSpec spec) => spec.Clusters is not { } clusters ? null
        : new(clusters, clusters.Embedder is Specs.Embedder.Model ? new EmbeddingRequest(spec.EmbeddingModels[spec.Embedder!]) : null);

    /// <summary>Names the clusters of some questions.</summary>
    public Digest NameOf(ClusterGround ground) =>
        Digest.Of("clustering", Digest.ToString(), Invariant(ground.Questions), new Digest(ground.Sum).ToString());

    /// <summary>A cluster's value in the column <c>cluster</c>: its number, the largest cluster first, as wide as that of the
    /// last.</summary>
    /// <param name="cluster">0-based number.</param>
    /// <param name="clusters">How many there are.</param>
    public static string LabelOf(int cluster, int clusters) =>
        Invariant(cluster).PadLeft(Invariant(clusters - 1).Length, '0');

    /// <summary>The rule in a line.</summary>
    public override string ToString() => $"k {Invariant(K)}, seed {Invariant(Seed)}, embedder {Embedder} ({Digest})";

    static string Invariant(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>The questions that clusters are made of.</summary>
/// <param name="Sum">Sum of their ids modulo 2^128: the same in whatever order and however divided. Ids are hashes, so other questions
/// have the same sum with probability 2^-128.</param>
/// <param name="Questions">How many.</param>
/// <param name="Without">Further questions with traces that have no vector.</param>
[GenerateSerializer, Immutable, Alias("nt.ClusterGround")]
public readonly record struct ClusterGround(
    [property: Id(0)] UInt128 Sum, [property: Id(1)] long Questions, [property: Id(2)] long Without)
{
    /// <summary>Both together.</summary>
    public static ClusterGround operator +(ClusterGround left, ClusterGround right) =>
        new(unchecked(left.Sum + right.Sum), left.Questions + right.Questions, left.Without + right.Without);
}
