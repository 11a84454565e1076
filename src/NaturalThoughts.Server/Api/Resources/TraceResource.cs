using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>Traces of the pool.</summary>
static class TraceResource
{
    const int LongestText = 200;

    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder run)
    {
        run.MapGet("/traces", ListAsync).Described<TraceList>("listTraces", "Traces of the pool.");
        run.MapGet("/traces/{id}", async (string run, string id, RunDoor door, HttpContext context) =>
            Versioned.Answer(await OneAsync(run, id, door, context.RequestAborted)))
            .Described<TraceDetails>("getTrace", "A trace of the pool whole.");
    }

    /// <summary>A trace of the pool whole.</summary>
    /// <exception cref="ProblemsException">There is none.</exception>
    public static async Task<TraceDetails> OneAsync(string run, string id, RunDoor door, CancellationToken cancellation)
    {
        door.Folder(run);
        return TraceId.TryParse(id, out var trace) && await door.ViewAsync(run, cancellation, view => view.Trace(trace)) is { } details
            ? details
            : throw Paging.Missing(new Problem(
                $"The pool of the run `{run}` has no trace `{id}`.", "id",
                Expected: "32 hex digits of a trace whose question is sealed", Fix: "`questions?prefix=…` finds all others, too."));
    }

    static async Task<IResult> ListAsync(
        string run, RunDoor door, HttpContext context, string? question = null, string? domain = null, string? model = null,
        string? text = null, int limit = Paging.Usual, string? after = null)
    {
        Paging.Check(limit);
        var query = Query(question, domain, model, text, limit, after);
        var page = await door.ViewAsync(run, context.RequestAborted, view => view.Traces(query));
        return Versioned.Answer(new TraceList(page.Items, page.Next?.ToString(), page.Scanned));
    }

    /// <summary>What is looked for, as it is written.</summary>
    /// <exception cref="ProblemsException">It is not written right.</exception>
    public static TraceQuery Query(string? question, string? domain, string? model, string? text, int limit, string? after) => new()
    {
        Limit = limit,
        After = after is null ? null : TraceId.TryParse(after, out var last) ? last
            : throw Paging.Refused("after", $"`{after}` is no place in the list.", "what the page before says as `next`"),
        Question = question is null ? null : QuestionId.TryParse(question, out var id) ? id
            : throw Paging.Refused("question", $"`{question}` is no question's id.", "32 hex digits"),
        Domain = domain,
        Model = model,
        Text = text is null or { Length: > 0 and <= LongestText } ? text
            : throw Paging.Refused("text", $"A text of {text.Length:N0} characters is not looked for.", $"1 to {LongestText}"),
    };
}

/// <summary>A page of traces.</summary>
/// <param name="Items">In the order of ids.</param>
/// <param name="Next">What to ask for the next page <c>after</c>; null: there is none.</param>
/// <param name="Scanned">How many traces were looked at for it: 256 at most where a text is looked for.</param>
public sealed record TraceList(
    ImmutableArray<TraceLine> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, int Scanned);
