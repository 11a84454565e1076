using System.Net.Http.Headers;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>Reads <c>Retry-After</c>, given in seconds or as a date (RFC 9110, 10.2.3).</summary>
static class RetryAfter
{
    /// <summary>A server that asks for more is asked again after this.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static TimeSpan? Of(RetryConditionHeaderValue? header, TimeProvider time)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : (TimeSpan?)null);
        if (wait is not { } known) return null;
        return known < TimeSpan.Zero ? TimeSpan.Zero : known > Longest ? Longest : known;
    }
}
