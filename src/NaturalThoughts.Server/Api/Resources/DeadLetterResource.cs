using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>Responses that were not to be had.</summary>
static class DeadLetterResource
{
    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder run) => run.MapGet("/dead-letters", async (
        string run, RunDoor door, HttpContext context, string? reason = null, int limit = Paging.Usual, string? after = null) =>
        Versioned.Answer(await ListAsync(run, door, reason, limit, after, context.RequestAborted)))
        .Described<Page<DeadLetter>>("listDeadLetters", "Responses that were not to be had, and replies that nobody can read.");

    /// <summary>A page of them.</summary>
    /// <exception cref="ProblemsException">There is no such page.</exception>
    public static async Task<Page<DeadLetter>> ListAsync(
        string run, RunDoor door, string? reason, int limit, string? after, CancellationToken cancellation)
    {
        Paging.Check(limit);
        var place = after is null ? (DeadLetterPlace?)null : Read(after)
            ?? throw Paging.Refused("after", $"`{after}` is no place in the list.", "what the page before says as `next`");
        var page = await door.ViewAsync(run, cancellation, view => view.DeadLetters(reason, place, limit));
        return new(page.Items, page.Next is { } next ? $"{next.Question}-{next.Trace}" : null);
    }

    static DeadLetterPlace? Read(string text) => text.Split('-') is [var first, var second]
        && QuestionId.TryParse(first, out var question) && TraceId.TryParse(second, out var trace) ? new(question, trace) : null;
}
