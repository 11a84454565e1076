using System.Collections.Immutable;

namespace NaturalThoughts.Server.Configuration;

/// <summary>What a silo tells about itself, and whom.</summary>
public sealed record TelemetrySettings
{
    /// <summary>Whether <c>/metrics</c> is there to be scraped.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>Where metrics, spans and log lines are sent; null: nowhere.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>Whether they are sent as HTTP requests rather than over gRPC.</summary>
    public bool OverHttp { get; init; }

    /// <summary>What is sent along, such as a key: secret.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The share of questions whose way is traced; 0 to 1.</summary>
    public double Questions { get; init; } = 0.01;

    /// <summary>Whether log lines are JSON objects.</summary>
    public bool JsonLog { get; init; }
}
