using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log.Json;
using ParquetSharp;

namespace NaturalThoughts.Data.Log.Ranges;

/// <summary>
/// The columns of a range: first those a replay reads, last the texts, which it need not; between them what people ask for.
/// </summary>
static class RangeColumns
{
    public const int Segment = 0;
    public const int Row = 1;
    public const int Line = 2;
    public const int Commit = 3;
    public const int FirstForPeople = 4;

    /// <summary>What people ask for; all of it follows from the line.</summary>
    public static readonly (string Name, Func<FactLabels, string?> Of)[] ForPeople =
    [
        ("fact", labels => labels.Kind),
        ("question", labels => labels.Question),
        ("trace", labels => labels.Trace),
        ("key", labels => labels.Key),
        ("role", labels => labels.Role),
        ("model", labels => labels.Model),
        ("finish_reason", labels => labels.FinishReason),
        ("reason", labels => labels.Reason),
        ("annotator", labels => labels.Annotator),
    ];

    public static readonly int Content = FirstForPeople + ForPeople.Length;
    public static readonly int Reasoning = Content + 1;

    /// <summary>All columns, in the file's order.</summary>
    public static readonly Column[] All =
    [
        new Column<int>("segment"),
        new Column<int>("row"),
        new Column<string>("line"),
        new Column<string>("commit"),
        .. ForPeople.Select(column => new Column<string>(column.Name)),
        new Column<string>("content"),
        new Column<string>("reasoning"),
    ];

    /// <summary>How they are written: what never repeats needs no dictionary, and long texts no least and greatest value.</summary>
    public static WriterProperties Properties()
    {
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Zstd).CompressionLevel(3).CreatedBy("NaturalThoughts");
        foreach (var column in new[] { "line", "content", "reasoning", "key" }) builder.DisableDictionary(column).DisableStatistics(column);
        return builder.Build();
    }
}

/// <summary>What people ask about a fact.</summary>
sealed record FactLabels(string Kind, string Key)
{
    public string? Question { get; init; }

    public string? Trace { get; init; }

    public string? Role { get; init; }

    public string? Model { get; init; }

    public string? FinishReason { get; init; }

    public string? Reason { get; init; }

    public string? Annotator { get; init; }

    /// <summary>The labels of a fact.</summary>
    public static FactLabels Of(Fact fact)
    {
        var labels = new FactLabels(FactJson.KindOf(fact), fact.Key.ToString());
        return fact switch
        {
            IntakeFact intake => labels with { Question = intake.Question?.Id.ToString(), Reason = intake.Rejected?.Reason },
            ResponseFact { Response: var said } response => labels with
            {
                Question = response.Question.ToString(),
                Trace = response.Trace.ToString(),
                Role = NameOf(said.Role),
                Model = said.Model,
                FinishReason = said.FinishReason,
            },
            AttemptFact attempt => labels with
            {
                Question = attempt.Question.ToString(),
                Trace = attempt.Trace.ToString(),
                Role = NameOf(attempt.Role),
                Model = attempt.Model,
                Reason = attempt.Failure.Reason,
            },
            AnnotationFact annotation => labels with
            {
                Question = annotation.Question.ToString(),
                Trace = annotation.Trace?.ToString(),
                Annotator = annotation.Annotator,
            },
            SealFact seal => labels with { Question = seal.Question.ToString() },
            EmbeddingFact embedding => labels with
            {
                Question = embedding.Question.ToString(),
                Trace = embedding.Trace.ToString(),
                Role = NameOf(ModelRole.Embedder),
                Model = embedding.Model,
            },
            ReopenFact reopen => labels with { Question = reopen.Question.ToString(), Trace = reopen.Trace.ToString() },
            RemovalFact removal => labels with { Question = removal.Question.ToString(), Reason = removal.Reason },
            _ => throw new InvalidOperationException($"A range has no place for {fact.GetType().Name}."),
        };
    }

    static string NameOf(ModelRole role) => role.ToString().ToLowerInvariant();
}
