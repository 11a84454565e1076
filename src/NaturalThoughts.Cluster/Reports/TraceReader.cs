using System.Collections.Immutable;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Traces;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Cluster.Reports;

/// <summary>Reads a few traces of a snapshot from the log.</summary>
/// <param name="rows">The snapshot.</param>
/// <param name="log">The log.</param>
/// <param name="strategist">Who sees strategies.</param>
/// <param name="request">What its facts carry as their request; null: each another one.</param>
/// <param name="places">The traces' rows, and where their questions' facts stand.</param>
sealed class TraceReader(
    FeatureSnapshot rows, SegmentLog log, string strategist, Digest? request,
    ImmutableArray<(int Row, ImmutableArray<FactPosition> Positions)> places)
{
    const int MostQuestion = 1500;
    const int MostReference = 600;
    const int MostAnswer = 1500;

    /// <summary>Which strategies they show.</summary>
    public async Task<StrategySample> StrategiesAsync() =>
        StrategySample.Of(await EachAsync((dossier, row) => EvidenceOf(dossier, rows.Trace(row)).Select(place => place.Label)));

    /// <summary>They themselves, shortened, in id order.</summary>
    public async Task<ImmutableArray<TraceExcerpt>> ExcerptsAsync() =>
        [.. (await EachAsync(ExcerptOf)).OrderBy(excerpt => excerpt.Trace)];

    // A question's facts are read once, however many of its traces are wanted.
    async Task<List<T>> EachAsync<T>(Func<QuestionDossier, int, T> read)
    {
        var all = new List<T>();
        foreach (var question in places.GroupBy(place => rows.Question(place.Row)).OrderBy(question => question.Key))
        {
            var dossier = QuestionDossier.Of(question.Key, await log.ReadAsync(question.First().Positions));
            all.AddRange(question.Select(place => read(dossier, place.Row)));
        }

        return all;
    }

    TraceExcerpt ExcerptOf(QuestionDossier dossier, int row)
    {
        var trace = rows.Trace(row);
        var (question, seen) = (dossier.Question, EvidenceOf(dossier, trace));
        var text = TraceParser.Parse(dossier.Facts.OfType<ResponseFact>().First(fact => fact.Trace == trace).Response);
        return new()
        {
            Trace = trace,
            Question = question.Id,
            Text = Excerpts.Cut(question.Text, MostQuestion),
            Reference = question.Reference is { } reference ? Excerpts.Cut(reference, MostReference) : null,
            Reasoning = text.Reasoning is { } reasoning ? Excerpts.Of(reasoning, seen) : [],
            Answer = text.Answer is { } answer ? Excerpts.Cut(answer, MostAnswer) : null,
            Strategies = seen.CountBy(place => place.Label)
                .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
            Features = rows.Schema.Columns.Select((column, ordinal) => KeyValuePair.Create(column.Name, rows.Value(row, ordinal)))
                .Where(pair => !pair.Value.IsNull).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    // Of a model that judged more than once, its last word.
    ImmutableArray<Evidence> EvidenceOf(QuestionDossier dossier, TraceId trace) =>
        dossier.Facts.OfType<AnnotationFact>().LastOrDefault(fact =>
            fact.Trace == trace && fact.Annotator == strategist && (request ?? fact.Request) == fact.Request)?.Evidence ?? [];
}
