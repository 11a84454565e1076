using NaturalThoughts.ModelServers.Faults;

namespace NaturalThoughts.ModelServers.Settings;

/// <summary>What can be changed while the server runs; a request under way keeps those it began with.</summary>
public sealed record ServerSettings
{
    /// <summary>Until the first token.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Tokens of a response per second; 0 sends all at once, in few chunks.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>Requests answered at the same time; one more gets a 429. 0: no limit.</summary>
    public int Slots { get; init; }

    /// <summary>What a 429 asks for, in whole seconds.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stalled response is silent before its connection is reset; longer than the silence its client allows.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What goes wrong.</summary>
    public FaultShares Faults { get; init; } = FaultShares.None;
}
