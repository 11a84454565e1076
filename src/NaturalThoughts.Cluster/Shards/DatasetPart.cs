using System.Collections.Immutable;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Mixing;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Traces;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Turns a shard's part of a selection into its part of a dataset: texts stream from the log, columns come from the snapshot.</summary>
sealed class DatasetPart(FeatureSnapshot rows, PartOrder order, SegmentLog log, int shard)
{
    readonly List<Place> _places = [];

    /// <summary>Finds where the selected traces stand; to be called on the shard's own turn.</summary>
    /// <returns>Null, or what is wrong with the selection.</returns>
    public Problem? Locate(IReadOnlyList<SelectedTrace> selected, Func<Core.Identity.QuestionId, QuestionEntry?> entryOf)
    {
        foreach (var trace in selected)
        {
            var entry = entryOf(trace.Question);
            var row = entry?.Rows.Cast<int?>().FirstOrDefault(row => row < rows.Count && rows.Trace(row!.Value) == trace.Trace);
            if (row is null)
                return new($"The selection `{order.Plan.Selection}` holds trace {trace.Trace}, which is not in the pool any more.", order.SelectionFile,
                    Fix: "The run went on under another spec since: make the selection again.");
            _places.Add(new(trace with { Row = row.Value }, [.. entry!.Positions]));
        }

        return null;
    }

    /// <summary>Writes the part.</summary>
    public async Task<PartSummary> WriteAsync()
    {
        var mix = MixRule.Parse(order.Plan.System2, rows.Schema).Value!;
        var system2 = mix.System2(rows, [.. _places.Select(place => place.Selected)], order.Plan.MixingSeed, Percentiles.Of(order.Pool).Value!);
        var split = new ValidationSplit(order.Plan.Validation, order.Plan.MixingSeed);
        var sample = rows.Schema.Ordinal("sample");
        using var writer = new PartWriter(order.Plan, rows.Schema, order.Staging, shard);
        foreach (var (place, thinks) in _places.Zip(system2)
            .OrderBy(pair => pair.First.Selected.Question)
            .ThenBy(pair => rows.Value(pair.First.Selected.Row, sample).Number)
            .ThenBy(pair => pair.First.Selected.Trace))
        {
            var dossier = new QuestionDossier { Id = place.Selected.Question, Facts = [.. await log.ReadAsync(place.Positions)] };
            writer.Add(RowOf(dossier, place, thinks, split));
        }

        return writer.Finish();
    }

    DatasetRow RowOf(QuestionDossier dossier, Place place, bool thinks, ValidationSplit split)
    {
        var fact = dossier.Facts.OfType<ResponseFact>().Single(fact => fact.Trace == place.Selected.Trace);
        var text = TraceParser.Parse(fact.Response);
        return new()
        {
            Question = dossier.Question,
            TraceId = fact.Trace,
            Sample = fact.Response.Sample,
            Model = fact.Response.Model,
            Reasoning = text.Reasoning,
            Answer = text.Answer ?? "",
            FinishReason = fact.Response.FinishReason,
            Mode = thinks ? RowMode.System2 : RowMode.System1,
            Features = [.. Enumerable.Range(0, rows.Schema.Columns.Length).Select(ordinal => rows.Value(place.Selected.Row, ordinal))],
            Origin = dossier.Origin,
            ResponseOrigin = fact.Origin,
            Selected = new(place.Selected.Key, place.Selected.Weight, place.Selected.Stratum.Value),
            Split = split.Validates(dossier.Id) ? DatasetSplit.Validation : DatasetSplit.Train,
        };
    }

    readonly record struct Place(SelectedTrace Selected, ImmutableArray<FactPosition> Positions);
}
