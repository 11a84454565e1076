namespace NaturalThoughts.Inference.Pool;

/// <summary>How a pool treats its endpoints.</summary>
public sealed record PoolOptions
{
    /// <summary>Requests in flight that an endpoint without given slots starts with; from there each success adds one until it shows
    /// load.</summary>
    public int StartSlots { get; init; } = 8;

    /// <summary>Most requests in flight at an endpoint without given slots.</summary>
    public int MaxSlots { get; init; } = 256;

    /// <summary>After this long without a 429 an endpoint may take one request more.</summary>
    public TimeSpan GrowEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A first token later than this shows that an endpoint queues: it is not given more.</summary>
    public TimeSpan LateFirstToken { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Different requests that fail in a row before an endpoint is quarantined; also failures in a row to reach it.</summary>
    public int QuarantineAfter { get; init; } = 3;

    /// <summary>First probe of a quarantined endpoint; each failed one, or failed trial by a fresh request, doubles the wait.</summary>
    public TimeSpan FirstProbe { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait between probes; an endpoint that answered a request within that time starts with the first wait.</summary>
    public TimeSpan LongestProbe { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a healthy endpoint is asked what it serves.</summary>
    public TimeSpan DiscoverEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the endpoints file is read again.</summary>
    public TimeSpan RereadEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait before the second attempt at a response; doubled for each further one, and spread over 50 to 150 %.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before an attempt, and after a 429 that does not say how long.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Teacher's responses in a row without any reasoning that raise the alarm.</summary>
    public int EmptyReasoningAlarm { get; init; } = 16;

    /// <summary>How long requests wait for a model that nobody of the pool serves before they are displaced; null: for good.</summary>
    public TimeSpan? DisplaceAfter { get; init; }

    /// <summary>How often the pool looks for what is due.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(500);
}
