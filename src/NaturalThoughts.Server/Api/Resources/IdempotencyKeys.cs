using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Api.Json;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>Sees that a key of <c>Idempotency-Key</c> always stands for the same request. What is asked for twice is made once anyway: a
/// run is its spec, a selection and a dataset are what they are made of. Kept in the memory of this silo for a day.</summary>
/// <param name="time">The clock.</param>
sealed class IdempotencyKeys(TimeProvider time) : IEndpointFilter
{
    const string Header = "Idempotency-Key";
    const int LongestKey = 255;
    const int MostKeys = 10_000;

    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    readonly Lock _gate = new();
    readonly OrderedDictionary<string, (Digest Request, DateTimeOffset Since)> _keys = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!request.Headers.TryGetValue(Header, out var given)) return await next(context);
        var key = given.ToString();
        if (key.Length is 0 or > LongestKey)
            throw Paging.Refused(Header, $"A key of {key.Length} characters is none.", $"1 to {LongestKey} characters");
        // As it was understood: the order of a body's members says nothing.
        var asked = context.Arguments.Where(argument => argument is CurateOrder or SelectionSpec or DatasetSpec or bool)
            .Select(argument => JsonSerializer.Serialize(argument, argument!.GetType(), ApiJson.Options));
        return Admits(key, Digest.Of([request.Path, .. asked]))
            ? await next(context)
            : RunDoor.Refuse(
                [new("The key was given to another request within the last day.", Header, Fix: "Give each request a key of its own.")]);
    }

    /// <summary>Whether a key stands for this request, or for none so far; from now on it does.</summary>
    internal bool Admits(string key, Digest request)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            while (_keys.Count > 0 && (_keys.Count > MostKeys || now - _keys.GetAt(0).Value.Since >= Kept)) _keys.RemoveAt(0);
            return _keys.TryAdd(key, (request, now)) || _keys[key].Request == request;
        }
    }
}
