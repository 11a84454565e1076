using System.Collections.Immutable;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;

namespace NaturalThoughts.Cluster.Traces;

/// <summary>
/// One response to a question, or a judgement about it: has it generated where there is none yet; a trace is annotated then. Key:
/// run/question/digest/sample.
/// </summary>
[Alias("nt.ITraceGrain")]
public interface ITraceGrain : IGrainWithStringKey
{
    /// <summary>Does what is missing, or joins the work in flight. Everything in the outcome is committed.</summary>
    /// <returns>Null when the work is still under way after a while: ask again.</returns>
    [Alias("Work")]
    Task<TraceOutcome?> Work(TraceOrder order, CancellationToken cancellation);
}

/// <summary>What a trace grain is to work on.</summary>
[GenerateSerializer, Immutable, Alias("nt.TraceOrder")]
public sealed record TraceOrder
{
    /// <summary>The question's id.</summary>
    [Id(0)] public required QuestionId Id { get; init; }

    /// <summary>The question.</summary>
    [Id(1)] public required Question Question { get; init; }

    /// <summary>The committed response, if there is one; then it is only annotated.</summary>
    [Id(2)] public ResponseFact? Response { get; init; }

    /// <summary>What to ask where there is no response.</summary>
    [Id(3)] public ModelRequest? Request { get; init; }

    /// <summary>0-based sample number.</summary>
    [Id(5)] public int Sample { get; init; }

    /// <summary>0-based number of the attempt.</summary>
    [Id(6)] public int Attempt { get; init; }

    /// <summary>Attempts that failed on other silos.</summary>
    [Id(8)] public int Failed { get; init; }

    /// <summary>Tokens that those took.</summary>
    [Id(10)] public long Uncounted { get; init; }

    /// <summary>The right to ask the model, where there is no response.</summary>
    [Id(9)] public Credit? Credit { get; init; }

    /// <summary>Keys of the facts already known about the trace.</summary>
    [Id(7)] public ImmutableArray<Digest> Known { get; init; } = [];
}

/// <summary>What came of it: committed facts.</summary>
/// <param name="Facts">A response with its annotations, or an attempt that failed for good; none where it was displaced.</param>
/// <param name="Displaced">The silo can no longer ask the model: how many attempts have failed so far.</param>
/// <param name="Uncounted">Tokens that those took.</param>
[GenerateSerializer, Immutable, Alias("nt.TraceOutcome")]
public sealed record TraceOutcome(
    [property: Id(0)] ImmutableArray<Fact> Facts, [property: Id(1)] int? Displaced = null, [property: Id(2)] long Uncounted = 0)
{
    /// <summary>Nothing was to be done: a response was committed since the order was given. Read the question again.</summary>
    public static TraceOutcome Late { get; } = new([]) { IsLate = true };

    /// <summary>Whether it is <see cref="Late"/>.</summary>
    [Id(3)] public bool IsLate { get; init; }
}
