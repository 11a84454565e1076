using System.Collections.Immutable;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;
using NaturalThoughts.Inference.Tokens;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Reads sources and counts what a spec would do with them.</summary>
/// <param name="spec">The spec.</param>
/// <param name="limit">Most different questions; null: all.</param>
/// <param name="benchmarks">What questions must not have; null: nothing.</param>
sealed class PreviewReading(RunSpec spec, long? limit, BenchmarkIndex? benchmarks)
{
    readonly ImmutableArray<(ModelRole Role, ModelSpec Model)> _asked = [.. spec.Asked];

    readonly RubricPreview _judgements = new(
        RubricSet.Of(spec).Value!,
        spec.Teachers.Sum(name => spec.Models[name].Samples), spec.Baselines.Sum(name => spec.Models[name].Samples));

    readonly HashSet<QuestionId> _seen = [];
    readonly HashSet<TraceId> _paid = [];
    readonly SortedDictionary<string, long> _unusable = new(StringComparer.Ordinal);
    readonly SortedDictionary<int, RenderedRequest> _first = [];
    long _rows;
    readonly NormalText _text = new();
    long _contaminated;
    long _imported;
    long _spared;
    long _missing;
    long _promptTokens;
    long? _mostTokens = 0;

    /// <summary>Reads all parts of the sources.</summary>
    public async Task<CurationPreview> OfAsync(IReadOnlyList<SourcePart> parts, CancellationToken cancellation)
    {
        // What is paid for has to be known before the first question is counted.
        foreach (var run in parts.OfType<RunPart>())
            await foreach (var facts in (await run.OpenAsync(texts: false, cancellation)).Facts)
                foreach (var response in facts.Responses.OfType<ResponseFact>().Where(IsAsked)) _paid.Add(response.Trace);

        var contents = new HashSet<(int Source, Digest Digest)>();
        foreach (var part in parts)
        {
            var content = await part.OpenAsync(texts: false, cancellation);
            if (!contents.Add((part.Index, content.Digest))) continue;
            await foreach (var facts in content.Facts) Take(facts);
        }

        return new()
        {
            Run = spec.Run,
            Rows = _rows,
            Questions = _seen.Count,
            Unusable = _unusable.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Contaminated = _contaminated,
            Imported = _imported,
            Paid = _spared,
            Asked = _missing,
            PromptTokens = _promptTokens,
            MostTokens = _mostTokens,
            Judgements = _judgements.Counts,
            First = [.. _first.Values, .. _judgements.First],
            Columns = [.. SpecExpressions.Schema(spec).Columns.Select(column => column.Name)],
            Outputs =
            [
                .. spec.Selections.Select(selection => $"selection {selection.Name}"),
                .. spec.Datasets.Select(dataset => $"dataset {dataset.Name} ({dataset.Layout}, {dataset.Format})"),
            ],
        };
    }

    bool IsAsked(ResponseFact fact) => _asked.Any(asked =>
        fact.Response.Sample < asked.Model.Samples && fact.Response.Request == ModelRequest.DigestOf(asked.Model, fact.Question));

    void Take(SourceFacts facts)
    {
        var isNew = facts.Question is not { } question || !_seen.Contains(question);
        if (isNew && (facts.Row is null || limit <= _seen.Count)) return;
        _imported += facts.Responses.Count(fact => fact is not EmbeddingFact);
        _judgements.Take(facts.Row?.Question, facts.Responses);
        if (facts.Row is not { } row) return;
        _rows++;
        if (row.Rejected is { } rejected) _unusable[rejected.Reason] = _unusable.GetValueOrDefault(rejected.Reason) + 1;
        if (row.Question is { } asked && _seen.Add(asked.Id)) Ask(asked);
    }

    void Ask(Question question)
    {
        if (benchmarks?.Find(question, _text) is not null)
        {
            _contaminated++;
            _judgements.Remove(question.Id);
            return;
        }

        for (var place = 0; place < _asked.Length; place++)
        {
            var (role, model) = _asked[place];
            var request = ModelRequest.Of(model, question, role);
            var samples = Enumerable.Range(0, model.Samples);
            var spared = samples.Count(sample => _paid.Contains(TraceId.Of(question.Id, request.Digest, sample)));
            var missing = model.Samples - spared;
            _spared += spared;
            if (missing == 0) continue;
            _missing += missing;
            _promptTokens += (long)missing * request.Messages.Sum(message => TokenizerCounter.Default.Count(message.Content));
            _mostTokens += (long?)missing * model.MaxTokens;
            if (!_first.ContainsKey(place)) _first[place] = RenderedRequest.Of(role, request);
        }
    }
}
