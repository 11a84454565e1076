using System.Collections.Immutable;

namespace NaturalThoughts.Core.Specs;

/// <summary>Where models are served.</summary>
public sealed record EndpointsSpec
{
    /// <summary>Base addresses (<c>http://host:8000/v1</c>) or <c>recorded:FILE</c>.</summary>
    public ImmutableArray<EndpointSpec> List { get; init; } = [];

    /// <summary>A file with one address a line.</summary>
    public string? File { get; init; }

    /// <summary>Whether there is a list or a file.</summary>
    public bool NamesAny => !List.IsEmpty || File is not null;
}

/// <summary>One endpoint.</summary>
public sealed record EndpointSpec
{
    /// <summary>Base address, or <c>recorded:FILE</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Name of the environment variable that holds its key; default <c>NATURALTHOUGHTS_API_KEY</c>.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Most requests in flight; null: found by probing.</summary>
    public int? Slots { get; init; }

    /// <summary>For <c>recorded:</c>, seconds each response takes.</summary>
    public double Latency { get; init; }
}
