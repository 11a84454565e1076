using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NaturalThoughts.Core.Telemetry;

/// <summary>What the program tells about itself. Instruments stand beside what they measure; whoever listens finds all of them under one
/// name.</summary>
/// <remarks>Attributes never hold an id of a question or trace, nor a text: each value makes a series of its own.</remarks>
public static class Observed
{
    /// <summary>The name of meter and source.</summary>
    public const string Name = "NaturalThoughts";

    /// <summary>The meter.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Where spans begin.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
