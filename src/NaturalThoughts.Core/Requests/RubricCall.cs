using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Requests;

/// <summary>Which judgement a request asks an annotator or judge for.</summary>
[GenerateSerializer, Immutable, Alias("nt.RubricCall")]
public sealed record RubricCall
{
    /// <summary>The rubric's name.</summary>
    [Id(0)] public required string Rubric { get; init; }

    /// <summary>JSON schema of the reply; servers that decode by a schema are sent it. Null where the reply is a text.</summary>
    [Id(1)] public string? Schema { get; init; }

    /// <summary>The trace judged; null: the question.</summary>
    [Id(2)] public TraceId? About { get; init; }

    /// <summary>The model that wrote the trace.</summary>
    [Id(3)] public string? Writer { get; init; }

    /// <summary>The trace's 0-based sample number.</summary>
    [Id(4)] public int WriterSample { get; init; }

    /// <summary>Whether it asks once more after a reply that could not be read.</summary>
    [Id(5)] public bool Repair { get; init; }
}
