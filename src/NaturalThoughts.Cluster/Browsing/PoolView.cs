using System.Collections.Immutable;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Cluster.Browsing;

/// <summary>A shard's part of the pool, as people look at it.</summary>
/// <param name="rows">Its columns at one moment.</param>
sealed class PoolView(FeatureSnapshot rows)
{
    static readonly ImmutableArray<string> Main =
    [
        "model", "domain", "topic", "finish_reason", "complete", "correct", "disagree", "reasoning_tokens", "answer_tokens",
        "strategies_unique", "verbosity",
    ];

    /// <summary>The columns.</summary>
    public FeatureSnapshot Rows => rows;

    /// <summary>The traces with the lowest ids that a query wants by its columns.</summary>
    public ImmutableArray<PooledTrace> Find(TraceQuery query, int most)
    {
        var (domain, model) = (rows.Schema.Ordinal("domain"), rows.Schema.Ordinal("model"));
        var lowest = new PriorityQueue<PooledTrace, TraceId>(Comparer<TraceId>.Create((one, other) => other.CompareTo(one)));
        for (var row = 0; row < rows.Count; row++)
        {
            var trace = rows.Trace(row);
            if (trace.CompareTo(query.After ?? default) <= 0 && query.After is not null) continue;
            if (lowest.Count == most && trace.CompareTo(lowest.Peek().Trace) >= 0) continue;
            if (!rows.Visible(row) || (query.Question is { } question && rows.Question(row) != question)
                || (query.Domain is not null && rows.Value(row, domain).Text != query.Domain)
                || (query.Model is not null && rows.Value(row, model).Text != query.Model)) continue;
            lowest.Enqueue(new(trace, rows.Question(row)), trace);
            if (lowest.Count > most) lowest.Dequeue();
        }

        return [.. lowest.UnorderedItems.Select(item => item.Element).OrderBy(found => found.Trace)];
    }

    /// <summary>The main columns of traces; those that are not in the pool are left out.</summary>
    public Dictionary<TraceId, ImmutableSortedDictionary<string, FeatureValue>> Features(IEnumerable<PooledTrace> traces)
    {
        var wanted = traces.Select(trace => trace.Trace).ToHashSet();
        var columns = Main.Select(name => (name, rows.Schema.Ordinal(name))).ToImmutableArray();
        return Enumerable.Range(0, rows.Count).Where(row => wanted.Contains(rows.Trace(row)) && rows.Visible(row))
            .ToDictionary(rows.Trace, row => ValuesOf(row, columns));
    }

    /// <summary>The row of a trace; null where it is not in the pool.</summary>
    public int? RowOf(TraceId trace)
    {
        for (var row = 0; row < rows.Count; row++)
            if (rows.Trace(row) == trace && rows.Visible(row)) return row;
        return null;
    }

    /// <summary>A trace whole.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="dossier">All facts of its question.</param>
    public TraceDetails Details(int row, QuestionDossier dossier)
    {
        var trace = rows.Trace(row);
        var said = dossier.Facts.OfType<ResponseFact>().First(fact => fact.Trace == trace);
        var text = TraceParser.Parse(said.Response);
        return new()
        {
            Trace = trace,
            Question = dossier.Question,
            Reasoning = text.Reasoning,
            Answer = text.Answer,
            Annotations =
            [
                .. dossier.Facts.OfType<AnnotationFact>().Where(fact => fact.Trace is null || fact.Trace == trace).Select(fact =>
                    new TraceAnnotation(fact.Annotator, fact.Trace is null, fact.Request, fact.Values, fact.Evidence)),
            ],
            Features = ValuesOf(row, rows.Schema.Columns.Select((column, ordinal) => (column.Name, ordinal))),
            Lineage = new()
            {
                Row = dossier.Origin.ToString(), Model = said.Response.Model, Request = said.Response.Request,
                Sample = said.Response.Sample, FinishReason = said.Response.FinishReason, Usage = said.Response.Usage,
                ResponseRow = said.Origin?.ToString(), Run = said.Run,
            },
        };
    }

    ImmutableSortedDictionary<string, FeatureValue> ValuesOf(int row, IEnumerable<(string Name, int Ordinal)> columns) =>
        columns.Select(column => KeyValuePair.Create(column.Name, rows.Value(row, column.Ordinal)))
            .Where(pair => !pair.Value.IsNull).ToImmutableSortedDictionary(StringComparer.Ordinal);
}
