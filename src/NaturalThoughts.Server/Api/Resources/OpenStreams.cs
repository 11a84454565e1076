using System.Globalization;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Access;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>The streams that are open at this silo: each asks a run once a second, for as long as its caller likes.</summary>
sealed class OpenStreams
{
    /// <summary>Streams of one caller.</summary>
    public const int MostOfACaller = 20;

    /// <summary>Streams of all callers.</summary>
    public const int MostOfASilo = 200;

    // Who is refused may find a place when somebody closes a page.
    const int RetryAfterSeconds = 10;

    readonly Lock _gate = new();
    readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    int _all;

    /// <summary>Counts a request's stream until the request has ended.</summary>
    /// <exception cref="ProblemsException">There are too many.</exception>
    public void Add(HttpContext context)
    {
        if (TryAdd(Caller.KeyOf(context)) is { } place)
        {
            context.Response.RegisterForDispose(place);
            return;
        }

        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        throw new ProblemsException(StatusCodes.Status429TooManyRequests, [new Problem(
            "Too many streams of events are open.", Expected: $"{MostOfACaller} a caller, {MostOfASilo} at a silo",
            Fix: $"Close one, or ask again in {RetryAfterSeconds} s.")]);
    }

    /// <summary>A place for a caller's stream, given back when it is disposed; null: there is none.</summary>
    internal IDisposable? TryAdd(string caller)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(caller);
            if (open == MostOfACaller || _all == MostOfASilo) return null;
            _all++;
            _open[caller] = open + 1;
            return new Place(this, caller);
        }
    }

    void Remove(string caller)
    {
        lock (_gate)
        {
            _all--;
            if (--_open[caller] == 0) _open.Remove(caller);
        }
    }

    sealed class Place(OpenStreams streams, string caller) : IDisposable
    {
        public void Dispose() => streams.Remove(caller);
    }
}
