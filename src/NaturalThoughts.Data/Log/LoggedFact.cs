using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Log;

/// <summary>Where in a shard's log a fact stands. Ordered as the log is.</summary>
/// <param name="Segment">Number of the segment, from 1.</param>
/// <param name="Row">0-based row in it.</param>
public readonly record struct FactPosition(int Segment, int Row) : IComparable<FactPosition>
{
    /// <inheritdoc/>
    public int CompareTo(FactPosition other) => Segment != other.Segment ? Segment.CompareTo(other.Segment) : Row.CompareTo(other.Row);

    /// <inheritdoc/>
    public override string ToString() => $"{Segment}:{Row}";
}

/// <summary>A durable fact and where it stands.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Position">Where it stands.</param>
public readonly record struct LoggedFact(Fact Fact, FactPosition Position)
{
    /// <summary>As memory needs it: a response without its content and reasoning, an annotation without what it says, an embedding without
    /// its vector.</summary>
    public LoggedFact WithoutTexts() => Fact switch
    {
        ResponseFact response => this with { Fact = response.WithoutTexts() },
        AnnotationFact annotation => this with { Fact = annotation with { Values = annotation.Values.Clear(), Evidence = [] } },
        EmbeddingFact embedding => this with { Fact = embedding with { Vector = [] } },
        _ => this,
    };
}
