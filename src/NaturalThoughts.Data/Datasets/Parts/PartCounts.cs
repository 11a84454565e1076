using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Datasets.Layouts;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>Sums over rows: of a part, or of parts together.</summary>
[GenerateSerializer, Immutable, Alias("nt.PartCounts")]
public sealed record PartCounts
{
    /// <summary>Rows of both splits.</summary>
    [Id(0)] public long Rows { get; init; }

    /// <summary>Rows with their reasoning.</summary>
    [Id(1)] public long System2 { get; init; }

    /// <summary>Rows that mixing wanted as System-2 but that have no reasoning to show.</summary>
    [Id(2)] public long WithoutReasoning { get; init; }

    /// <summary>Rows of the validation split.</summary>
    [Id(3)] public long Validation { get; init; }

    /// <summary>Most tokens of a response, where a row says so.</summary>
    [Id(4)] public long LongestResponse { get; init; }

    /// <summary>Rows by source and licence, ordered by both.</summary>
    [Id(5)] public ImmutableArray<SourceShare> Sources { get; init; } = [];

    /// <summary>How some features are distributed over the rows.</summary>
    [Id(6)] public ImmutableArray<Distribution> Distributions { get; init; } = [];

    /// <summary>The first row of each mode, shortened: what the card shows.</summary>
    [Id(7)] public ImmutableArray<ExampleRow> Examples { get; init; } = [];

    /// <summary>System-1 rows of traces that broke off before an answer: there is nothing to say in them.</summary>
    [Id(8)] public long WithoutAnswer { get; init; }

    /// <summary>Of pairs: selected traces that are not known to be correct, and so are no row.</summary>
    [Id(9)] public long NotCorrect { get; init; }

    /// <summary>Of pairs: selected correct traces whose question has no trace to reject, and so are no row.</summary>
    [Id(10)] public long WithoutPartner { get; init; }

    /// <summary>Of pairs: rows whose rejected trace is correct, and longer.</summary>
    [Id(11)] public long Shorter { get; init; }

    /// <summary>Rows that say a condensed answer.</summary>
    [Id(12)] public long Condensed { get; init; }

    /// <summary>Selected traces that became no row.</summary>
    public long LeftOut => NotCorrect + WithoutPartner;

    /// <summary>The sums of parts in shard order.</summary>
    public static PartCounts Sum(IReadOnlyCollection<PartCounts> parts) => new()
    {
        Rows = parts.Sum(part => part.Rows),
        System2 = parts.Sum(part => part.System2),
        WithoutReasoning = parts.Sum(part => part.WithoutReasoning),
        WithoutAnswer = parts.Sum(part => part.WithoutAnswer),
        NotCorrect = parts.Sum(part => part.NotCorrect),
        WithoutPartner = parts.Sum(part => part.WithoutPartner),
        Shorter = parts.Sum(part => part.Shorter),
        Condensed = parts.Sum(part => part.Condensed),
        Validation = parts.Sum(part => part.Validation),
        LongestResponse = parts.Select(part => part.LongestResponse).DefaultIfEmpty().Max(),
        Sources =
        [
            .. parts.SelectMany(part => part.Sources)
                .GroupBy(share => (share.Source, share.License))
                .Select(shares => new SourceShare(shares.Key.Source, shares.Key.License, shares.Sum(share => share.Rows)))
                .OrderBy(share => share.Source, StringComparer.Ordinal)
                .ThenBy(share => share.License, StringComparer.Ordinal),
        ],
        Distributions = Distribution.Merge(parts.Select(part => part.Distributions)),
        Examples =
        [
            .. parts.SelectMany(part => part.Examples).DistinctBy(example => example.Mode).OrderByDescending(example => example.Mode),
        ],
    };
}

/// <summary>How many rows come from a source under a licence.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="License">SPDX id; null when the source states none.</param>
/// <param name="Rows">Rows.</param>
[GenerateSerializer, Immutable, Alias("nt.SourceShare")]
public sealed record SourceShare([property: Id(0)] string Source, [property: Id(1)] string? License, [property: Id(2)] long Rows);

/// <summary>A row for the card, its texts cut to <see cref="MostCharacters"/>.</summary>
/// <param name="Mode">Its mode.</param>
/// <param name="Question">The question.</param>
/// <param name="Response">What the assistant says.</param>
/// <param name="TraceId">The trace's id.</param>
[GenerateSerializer, Immutable, Alias("nt.ExampleRow")]
public sealed record ExampleRow(
    [property: Id(0)] RowMode Mode, [property: Id(1)] string Question, [property: Id(2)] string Response, [property: Id(3)] string TraceId)
{
    /// <summary>Most UTF-16 units of a text shown.</summary>
    public const int MostCharacters = 700;

    /// <summary>An exchange, shortened.</summary>
    internal static ExampleRow Of(RowMode mode, Exchange exchange, TraceId trace) =>
        new(mode, Cut(exchange.Question), Cut(exchange.Response), trace.ToString());

    static string Cut(string text) =>
        text.Length <= MostCharacters ? text : WellFormed.Of(text[..MostCharacters]).TrimEnd('\uFFFD') + "…";
}
