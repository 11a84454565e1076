using System.Collections.Immutable;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Mixing;
using NaturalThoughts.Core.Pairs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Traces;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>
/// Turns a shard's part of a selection into its part of a dataset: texts stream from the log, columns come from the snapshot.
/// </summary>
sealed class DatasetPart(FeatureSnapshot rows, PartOrder order, SegmentLog log, int shard)
{
    // Two bytes each, with each part that is written at the same time.
    const long BatchChars = 64 << 20;

    // To learn how long the texts are.
    const int FirstBatch = 16;

    readonly List<Place> _places = [];

    /// <summary>Finds where the selected traces stand; to be called on the shard's own turn.</summary>
    /// <returns>Null, or what is wrong with the selection.</returns>
    public Problem? Locate(IReadOnlyList<SelectedTrace> selected, Func<QuestionId, QuestionEntry?> entryOf)
    {
        var rowsOf = RowsOf(selected.Select(trace => trace.Question).ToHashSet());
        foreach (var trace in selected)
        {
            var question = rowsOf[trace.Question];
            var row = question.Cast<int?>().FirstOrDefault(row => rows.Trace(row!.Value) == trace.Trace);
            if (row is null)
                return new(
                    $"The selection `{order.Plan.Selection}` holds trace {trace.Trace}, which is not in the pool any more.",
                    order.SelectionFile,
                    Fix: "The run went on under another spec since: make the selection again.");
            _places.Add(new(trace with { Row = row.Value }, entryOf(trace.Question)!.Positions, question));
        }

        return null;
    }

    /// <summary>Writes the part.</summary>
    public async Task<PartSummary> WriteAsync()
    {
        var mix = MixRule.Parse(order.Plan.System2, rows.Schema).Value!;
        var selected = _places.Select(place => place.Selected);
        var system2 = mix.System2(rows, [.. selected], order.Plan.MixingSeed, Percentiles.Of(order.Pool).Value!);
        var split = new ValidationSplit(order.Plan.Validation, order.Plan.MixingSeed);
        var sample = rows.Schema.Ordinal("sample");
        var pairs = order.Plan.Pairs is { } kind ? new PairRule(kind, rows, order.Plan.MixingSeed) : null;
        using var writer = new PartWriter(order.Plan, rows.Schema, order.Staging, shard);
        var questions = _places.Zip(system2, (place, thinks) => (Place: place, Thinks: thinks))
            .GroupBy(item => item.Place.Selected.Question).OrderBy(question => question.Key).ToList();
        var sources = SourcesAsync([.. questions.Select(question => (question.Key, question.First().Place.Positions))]);
        await foreach (var (question, source) in questions.ToAsyncEnumerable().Zip(sources))
        {
            foreach (var (place, thinks) in question
                .OrderBy(item => rows.Value(item.Place.Selected.Row, sample).Number)
                .ThenBy(item => item.Place.Selected.Trace))
            {
                var row = RowOf(source, place.Selected, thinks, split);
                if (pairs is null) writer.Add(row);
                else if (pairs.Partner(place.Selected.Row, place.Rows) is { } partner)
                    writer.Add(row with { Rejected = RejectedOf(source, partner.Row, partner.Kind) });
                else writer.LeaveOut(pairs.Chooses(place.Selected.Row));
            }
        }

        return writer.Finish();
    }

    // Those of the snapshot: a question may have been sealed anew since.
    ILookup<QuestionId, int> RowsOf(HashSet<QuestionId> questions) => Enumerable.Range(0, rows.Count)
        .Where(row => rows.Visible(row) && questions.Contains(rows.Question(row))).ToLookup(rows.Question);

    RejectedTrace RejectedOf(Source source, int row, PairKind kind)
    {
        var fact = source.Responses[rows.Trace(row)];
        var text = TraceParser.Parse(fact.Response);
        var tokens = rows.Value(row, rows.Schema.Ordinal("response_tokens")).Number;
        return new(fact.Trace, kind, fact.Response.Model, tokens, text.Reasoning, text.Answer);
    }

    // Rows stand in the order of their ids, which has nothing to do with that of the log: read one by one, each would have a megabyte of the
    // log uncompressed for it. So as many questions as fit into memory are read at once, in the log's order.
    async IAsyncEnumerable<Source> SourcesAsync(List<(QuestionId Id, ImmutableArray<FactPosition> Positions)> questions)
    {
        var (next, size) = (0, FirstBatch);
        while (next < questions.Count)
        {
            var batch = questions[next..Math.Min(next + size, questions.Count)];
            var facts = await log.ReadAsync([.. batch.SelectMany(question => question.Positions)]);
            var (at, chars) = (0, facts.Sum(fact => fact is ResponseFact response ? response.Response.Chars : 0));
            foreach (var (id, positions) in batch)
            {
                yield return SourceOf(id, [.. facts.Skip(at).Take(positions.Length)]);
                at += positions.Length;
            }

            next += batch.Count;
            size = (int)Math.Clamp(BatchChars * batch.Count / (chars + 1), 1, questions.Count);
        }
    }

    static Source SourceOf(QuestionId id, IReadOnlyList<Fact> facts)
    {
        var dossier = QuestionDossier.Of(id, facts);
        // Too many different texts to be columns: they stand in the seals.
        var sealedTraces = dossier.Facts.OfType<SealFact>().OrderBy(seal => seal.Generation).SelectMany(seal => seal.Traces)
            .GroupBy(trace => trace.Trace).ToDictionary(seals => seals.Key, seals => seals.Last());
        return new(
            dossier.Question, dossier.Origin, dossier.Facts.OfType<ResponseFact>().ToDictionary(fact => fact.Trace), sealedTraces);
    }

    DatasetRow RowOf(Source source, SelectedTrace selected, bool thinks, ValidationSplit split)
    {
        var fact = source.Responses[selected.Trace];
        var text = TraceParser.Parse(fact.Response);
        return new()
        {
            Question = source.Question,
            TraceId = selected.Trace,
            Sample = fact.Response.Sample,
            Model = fact.Response.Model,
            Reasoning = text.Reasoning,
            Answer = text.Answer,
            FinishReason = fact.Response.FinishReason,
            Mode = thinks ? RowMode.System2 : RowMode.System1,
            Features = [.. Enumerable.Range(0, rows.Schema.Columns.Length).Select(ordinal => rows.Value(selected.Row, ordinal))],
            MajorityAnswer = source.TextOf(selected.Trace, "majority_answer"),
            CondensedAnswer = order.Plan.Condenser is null ? null : source.TextOf(selected.Trace, Condensed.Answer),
            Origin = source.Origin,
            ResponseOrigin = fact.Origin,
            ResponseRun = fact.Run,
            Selected = new(selected.Key, selected.Weight, selected.Stratum.Value),
            Split = split.Validates(selected.Question) ? DatasetSplit.Validation : DatasetSplit.Train,
        };
    }

    readonly record struct Place(SelectedTrace Selected, ImmutableArray<FactPosition> Positions, IEnumerable<int> Rows);

    sealed record Source(
        Question Question, SourceRow Origin, Dictionary<TraceId, ResponseFact> Responses, Dictionary<TraceId, SealedTrace> Sealed)
    {
        public string? TextOf(TraceId trace, string value) => Sealed[trace].Values.GetValueOrDefault(value).Text;
    }
}
