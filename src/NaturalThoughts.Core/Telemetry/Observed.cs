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

    /// <summary>Buckets of what takes from a moment to minutes; in seconds.</summary>
    public static InstrumentAdvice<double> Work { get; } = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
    };

    /// <summary>Begins a trace, whatever else is going on; null where nobody listens.</summary>
    /// <param name="name">The name of its first span.</param>
    /// <param name="linked">A span it came from, as W3C writes it; null: none.</param>
    public static Activity? Begin(string name, string? linked = null)
    {
        Activity.Current = null;
        ActivityLink[] links = ActivityContext.TryParse(linked, null, out var origin) ? [new(origin)] : [];
        return Source.StartActivity(ActivityKind.Internal, links: links, name: name);
    }
}
