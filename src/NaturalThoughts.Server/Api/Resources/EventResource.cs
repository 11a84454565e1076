using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Server.Api.Json;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>A run's status as it changes.</summary>
static class EventResource
{
    /// <summary>The shortest time between two events.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>The longest time without one.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder run) => run.MapGet("/events", async (
        string run, RunDoor door, OpenStreams streams, TimeProvider time, HttpContext context) =>
    {
        // Once it is read its status is whole; until then it says so.
        if (await door.LookAsync(run, context.RequestAborted) is { Ok: false } unreadable) return RunDoor.Refuse(unreadable.Problems);
        streams.Add(context);
        // When the silo leaves, too, the token is cancelled.
        return TypedResults.ServerSentEvents(Of(
            async cancellation => JsonSerializer.Serialize(await door.Grain(run).Status().WaitAsync(cancellation), ApiJson.Options),
            context.Request.Headers["Last-Event-ID"].ToString(), time, context.RequestAborted));
    }).WithName("events").WithSummary("A run's status as it changes, as server-sent events.")
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    /// <summary>The events: <c>status</c> whenever it is another one, <c>heartbeat</c> where it stays the same for long.</summary>
    /// <param name="look">Asks for the status, as JSON.</param>
    /// <param name="known">Which status the caller has already.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends them.</param>
    public static async IAsyncEnumerable<SseItem<string>> Of(
        Func<CancellationToken, Task<string>> look, string known, TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = time.GetTimestamp();
        do
        {
            var status = await LookAsync();
            if (status is not null && Digest.Of(status).ToString() is var version && version != known)
            {
                (known, last) = (version, time.GetTimestamp());
                yield return new(status, "status") { EventId = version };
            }
            else if (time.GetElapsedTime(last) >= Silence)
            {
                last = time.GetTimestamp();
                yield return new("{}", "heartbeat");
            }

            await Task.Delay(Pace, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!cancellation.IsCancellationRequested);

        // What passes is asked again a second later.
        async Task<string?> LookAsync()
        {
            try
            {
                return await look(cancellation);
            }
            catch (Exception error) when (cancellation.IsCancellationRequested || Passing.Is(error))
            {
                return null;
            }
        }
    }
}
