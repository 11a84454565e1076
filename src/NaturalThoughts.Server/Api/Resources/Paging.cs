using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">What to ask for the next page <c>after</c>; null: there is none.</param>
public sealed record Page<T>(
    ImmutableArray<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>How lists are read page by page.</summary>
static class Paging
{
    /// <summary>Items of a page where nobody asks for another number.</summary>
    public const int Usual = 50;

    const int Most = 1000;

    /// <summary>Sees that a page may be so long.</summary>
    /// <exception cref="ProblemsException">It may not.</exception>
    public static void Check(int limit)
    {
        if (limit is < 1 or > Most) throw Refused("limit", $"A page of {limit} items is not to be had.", $"1 to {Most}");
    }

    /// <summary>A page of names.</summary>
    /// <param name="names">All names, in ordinal order.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="after">The last one of the page before; null: the first page.</param>
    /// <param name="item">What stands for a name; null where it went away meanwhile.</param>
    /// <exception cref="ProblemsException">There is no such page.</exception>
    public static Page<T> Of<T>(IEnumerable<string> names, int limit, string? after, Func<string, T?> item) where T : class
    {
        Check(limit);
        var left = names.SkipWhile(name => string.CompareOrdinal(name, after) <= 0).Take(limit + 1).ToList();
        var page = left.Take(limit).ToList();
        return new([.. page.Select(item).OfType<T>()], left.Count > limit ? page[^1] : null);
    }

    /// <summary>A parameter that cannot be.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="what">What is wrong with it.</param>
    /// <param name="expected">What would have been right.</param>
    public static ProblemsException Refused(string parameter, string what, string expected) =>
        new(StatusCodes.Status422UnprocessableEntity, [new(what, parameter, Expected: expected)]);

    /// <summary>Something that is not there.</summary>
    public static ProblemsException Missing(params ImmutableArray<Problem> problems) => new(StatusCodes.Status404NotFound, problems);
}
