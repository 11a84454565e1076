using System.Collections.Immutable;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Server.Api.Resources;

namespace NaturalThoughts.Server.Console.Traces;

/// <summary>What somebody looks for among the traces, as the address of the page says it.</summary>
/// <param name="Text">A part of the question's text.</param>
/// <param name="Domain">A domain.</param>
/// <param name="Model">A teacher.</param>
/// <param name="Question">A question's id.</param>
/// <param name="After">Behind which trace to go on.</param>
public sealed record TraceSearch(string? Text, string? Domain, string? Model, string? Question, string? After)
{
    // What a text is looked for in has to be read from the log, 256 questions a call: so many are enough of a wait.
    const int MostScanned = 2048;

    /// <summary>What fields and addresses say; an empty one says nothing.</summary>
    public static TraceSearch Of(string? text, string? domain, string? model, string? question, string? after) =>
        new(Said(text), Said(domain), Said(model), Said(question), Said(after));

    /// <summary>Whether it leaves any trace out.</summary>
    public bool IsNarrow => Text is not null || Domain is not null || Model is not null || Question is not null;

    /// <summary>Looks until there is a page, the pool has no more, or many questions were read.</summary>
    /// <param name="look">Looks once.</param>
    /// <param name="cancellation">Gives up between two looks.</param>
    /// <exception cref="Api.ProblemsException">It cannot be looked for.</exception>
    public async Task<TracePage> FindAsync(Func<TraceQuery, Task<TracePage>> look, CancellationToken cancellation)
    {
        var query = TraceResource.Query(Question, Domain, Model, Text, Paging.Usual, After);
        var (items, scanned) = (ImmutableArray.CreateBuilder<TraceLine>(), 0);
        while (true)
        {
            var page = await look(query with { Limit = Paging.Usual - items.Count });
            items.AddRange(page.Items);
            scanned += page.Scanned;
            if (page.Next is null || items.Count == Paging.Usual || scanned >= MostScanned)
                return new(items.ToImmutable(), page.Next, scanned);
            cancellation.ThrowIfCancellationRequested();
            query = query with { After = page.Next };
        }
    }

    static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
