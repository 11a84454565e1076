using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Browsing;

/// <summary>A response that was not to be had, or a reply that nobody can read.</summary>
[GenerateSerializer, Immutable, Alias("nt.DeadLetter")]
public sealed record DeadLetter
{
    /// <summary>The question.</summary>
    [Id(0)] public required QuestionId Question { get; init; }

    /// <summary>How it begins.</summary>
    [Id(1)] public required string Text { get; init; }

    /// <summary>The id the response would have had.</summary>
    [Id(2)] public required TraceId Trace { get; init; }

    /// <summary>In which role the model was asked.</summary>
    [Id(3)] public required ModelRole Role { get; init; }

    /// <summary>The model.</summary>
    [Id(4)] public required string Model { get; init; }

    /// <summary>Why, in kebab case.</summary>
    [Id(5)] public required string Reason { get; init; }

    /// <summary>The case, in a sentence; null where nobody said more.</summary>
    [Id(6)] public string? Detail { get; init; }

    /// <summary>How often it was given up: once, and once more after each <c>retry</c>.</summary>
    [Id(7)] public required int Tries { get; init; }

    /// <summary>For a judgement: the rubric.</summary>
    [Id(8)] public string? Rubric { get; init; }

    /// <summary>Whether it came with a source, so that there is nobody to ask again.</summary>
    [Id(9)] public bool Imported { get; init; }

    /// <summary>Its place among all.</summary>
    internal DeadLetterPlace Place => new(Question, Trace);
}

/// <summary>The place of a dead letter among all: by question, then by trace.</summary>
[GenerateSerializer, Immutable, Alias("nt.DeadLetterPlace")]
public readonly record struct DeadLetterPlace([property: Id(0)] QuestionId Question, [property: Id(1)] TraceId Trace)
    : IComparable<DeadLetterPlace>
{
    /// <inheritdoc/>
    public int CompareTo(DeadLetterPlace other) =>
        Question.CompareTo(other.Question) is var by and not 0 ? by : Trace.CompareTo(other.Trace);
}

/// <summary>Dead letters.</summary>
/// <param name="Items">By question, then by trace.</param>
/// <param name="Next">Behind which one to go on; null: there are no more.</param>
[GenerateSerializer, Immutable, Alias("nt.DeadLetterPage")]
public sealed record DeadLetterPage([property: Id(0)] ImmutableArray<DeadLetter> Items, [property: Id(1)] DeadLetterPlace? Next);
