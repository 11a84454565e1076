using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>The pool as a whole: how its columns are spread, and its questions by difficulty.</summary>
static class PoolResource
{
    const int MostColumns = 50;

    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder run)
    {
        run.MapGet("/histograms", async (string run, RunDoor door, HttpContext context, string[] column) =>
        {
            door.Folder(run);
            if (column.Length is 0 or > MostColumns)
                throw Paging.Refused("column", $"{column.Length} columns are asked for.", $"1 to {MostColumns}, as `column=…&column=…`");
            return Answer(await door.ViewAsync(
                run, context.RequestAborted, view => view.Histograms([.. column.Distinct()])));
        }).Described<PoolHistograms>("histograms", "How columns are spread over the pool.");
        run.MapGet("/ranking/pages", async (
            string run, RunDoor door, HttpContext context, int limit = Paging.Usual, string? after = null) =>
        {
            var page = await RankingAsync(run, door, limit, after, context.RequestAborted);
            return page.Ok
                ? Versioned.Answer(new Page<RankedQuestion>(page.Value.Items, PlaceOf(page.Value)))
                : RunDoor.Refuse(page.Problems);
        }).Described<Page<RankedQuestion>>("listRanking", "All questions, the hardest first.");
    }

    static IResult Answer<T>(Checked<T> value) where T : class =>
        value.Ok ? Versioned.Answer(value.Value) : RunDoor.Refuse(value.Problems);

    /// <summary>Questions by difficulty.</summary>
    /// <exception cref="ProblemsException">There is no such page.</exception>
    public static Task<Checked<RankedPage>> RankingAsync(string run, RunDoor door, int limit, string? after, CancellationToken cancellation)
    {
        Paging.Check(limit);
        var place = after is null ? (RankPlace?)null : Read(after)
            ?? throw Paging.Refused("after", $"`{after}` is no place in the list.", "what the page before says as `next`");
        return door.ViewAsync(run, cancellation, view => view.Ranked(place, limit));
    }

    /// <summary>Where the next page begins; null: there is none.</summary>
    public static string? PlaceOf(RankedPage page) =>
        page.Next is { } next ? string.Create(CultureInfo.InvariantCulture, $"{next.Difficulty:R}-{next.Question}") : null;

    static RankPlace? Read(string text) => text.LastIndexOf('-') is var at and > 0
        && double.TryParse(text.AsSpan(0, at), NumberStyles.Float, CultureInfo.InvariantCulture, out var difficulty)
        && QuestionId.TryParse(text[(at + 1)..], out var question) ? new(difficulty, question) : null;
}
