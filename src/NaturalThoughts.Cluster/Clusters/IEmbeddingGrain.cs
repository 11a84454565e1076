using System.Collections.Immutable;
using NaturalThoughts.Core.Requests;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>Has questions embedded by a model that its silo can ask, and commits what came of it. Key: the silo's address.</summary>
[Alias("nt.IEmbeddingGrain")]
public interface IEmbeddingGrain : IGrainWithStringKey
{
    /// <summary>Has a batch embedded, or joins the work in flight. What is not said in the outcome is committed.</summary>
    /// <returns>Null when the work is still under way after a while: ask again.</returns>
    [Alias("Embed")]
    Task<EmbeddingOutcome?> Embed(EmbeddingOrder order, CancellationToken cancellation);
}

/// <summary>Questions to embed by one call of a model.</summary>
[GenerateSerializer, Immutable, Alias("nt.EmbeddingOrder")]
public sealed record EmbeddingOrder
{
    /// <summary>Names the order, so that asking again joins it.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The run.</summary>
    [Id(1)] public required string Run { get; init; }

    /// <summary>The shard of all the questions.</summary>
    [Id(2)] public required int Shard { get; init; }

    /// <summary>The questions.</summary>
    [Id(3)] public required ImmutableArray<EmbeddingInput> Inputs { get; init; }

    /// <summary>Whether by a model the silo serves to all runs; else by an endpoint of the run's spec.</summary>
    [Id(4)] public bool Own { get; init; }

    /// <summary>Attempts that failed on other silos.</summary>
    [Id(5)] public int Failed { get; init; }
}

/// <summary>What came of a batch.</summary>
/// <param name="Displaced">The silo can no longer ask the model: how many attempts have failed so far.</param>
/// <param name="Divide">The batch was refused, perhaps for one of its questions: halves of it are to be asked.</param>
[GenerateSerializer, Immutable, Alias("nt.EmbeddingOutcome")]
public sealed record EmbeddingOutcome([property: Id(0)] int? Displaced = null, [property: Id(1)] bool Divide = false);

/// <summary>A question that is to be embedded.</summary>
/// <param name="Question">The question.</param>
/// <param name="Number">0-based number of the try.</param>
[GenerateSerializer, Immutable, Alias("nt.WantedEmbedding")]
public readonly record struct WantedEmbedding(
    [property: Id(0)] Core.Identity.QuestionId Question, [property: Id(1)] int Number);

/// <summary>How far the embedding of a shard's questions is.</summary>
/// <param name="Open">Questions that wait or are under way.</param>
/// <param name="Stuck">Questions that a defect of the program keeps open.</param>
/// <param name="Refused">Why no question is begun any more.</param>
[GenerateSerializer, Immutable, Alias("nt.EmbeddingProgress")]
public readonly record struct EmbeddingProgress(
    [property: Id(0)] int Open, [property: Id(1)] int Stuck, [property: Id(2)] Core.Problems.Problem? Refused);
