using System.Collections.Immutable;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Log;
using Beginnings = NaturalThoughts.Data.Selections.Reports.Excerpts;

namespace NaturalThoughts.Cluster.Shards;

sealed partial class SelectionShardGrain
{
    // Between so many questions others have their turns.
    const int QuestionsAtOnce = 2048;

    /// <inheritdoc/>
    public async Task<ImmutableArray<PooledTrace>> Traces(TraceQuery query, int most)
    {
        await OpenedAsync();
        var rows = _state.Table.Snapshot();
        return await Task.Run(() => new PoolView(rows).Find(query, most));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<TraceLine>> TraceLines(ImmutableArray<PooledTrace> traces, string? text)
    {
        await OpenedAsync();
        var view = new PoolView(_state.Table.Snapshot());
        var places = traces.Select(trace => trace.Question).Distinct().Where(_state.Questions.ContainsKey)
            .ToDictionary(question => question, question => _state.Questions[question].Positions);
        return await Task.Run(async () =>
        {
            var features = view.Features(traces);
            var lines = ImmutableArray.CreateBuilder<TraceLine>();
            // One question after the other: what is read of the log is in no more than one of them at a time.
            foreach (var question in traces.Where(trace => features.ContainsKey(trace.Trace)).GroupBy(trace => trace.Question))
            {
                var asked = (await ReadAsync(question.Key, places[question.Key])).Question.Text;
                if (text is not null && !asked.Contains(text, StringComparison.OrdinalIgnoreCase)) continue;
                lines.AddRange(question.Select(trace =>
                    new TraceLine(trace.Trace, trace.Question, Beginnings.Beginning(asked), features[trace.Trace])));
            }

            return lines.ToImmutable();
        });
    }

    /// <inheritdoc/>
    public async Task<TraceDetails?> Trace(TraceId trace)
    {
        await OpenedAsync();
        var view = new PoolView(_state.Table.Snapshot());
        if (await Task.Run(() => view.RowOf(trace)) is not { } row) return null;
        var question = view.Rows.Question(row);
        var positions = _state.Questions[question].Positions;
        return await Task.Run(async () => view.Details(row, await ReadAsync(question, positions)));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<DeadLetter>> DeadLetters(string? reason, DeadLetterPlace? after, int most)
    {
        await OpenedAsync();
        var questions = _state.Questions;
        var all = new List<(DeadLetterPlace Place, QuestionEntry.Failure Failure)>();
        for (var number = 0; number < questions.Count; number++)
        {
            if (number % QuestionsAtOnce == QuestionsAtOnce - 1) await Task.Yield();
            var question = new QuestionId(questions.Index[number]);
            if (question.CompareTo(after?.Question ?? default) < 0) continue;
            foreach (var failure in questions[question].Failures)
                if (reason is null || failure.Reason == reason) all.Add((new(question, failure.Trace), failure));
        }

        var found = all.Where(letter => letter.Place.CompareTo(after ?? default) > 0).OrderBy(letter => letter.Place).Take(most)
            .GroupBy(letter => letter.Place.Question, letter => letter.Failure)
            .Select(failures => (Question: failures.Key, Failures: failures.ToList(), questions[failures.Key].Positions)).ToList();
        return await Task.Run(async () =>
        {
            var letters = ImmutableArray.CreateBuilder<DeadLetter>();
            foreach (var (question, failures, positions) in found)
            {
                var dossier = await ReadAsync(question, positions);
                letters.AddRange(failures.Select(failure => LetterOf(dossier, failure)));
            }

            return letters.ToImmutable();
        });
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<Distribution>> ColumnDistributions(Guid session, ImmutableArray<string> columns) =>
        ReadAsync(session, rows =>
        {
            var counter = new DistributionCounter(rows.Rows.Schema, columns.Select(ShownColumn.Of));
            counter.Add(rows.Rows, rows.Rows.Visible);
            return counter.Result();
        });

    /// <inheritdoc/>
    public Task<ImmutableArray<QuestionRank>> Ranked(Guid session, RankPlace? after, int most) =>
        ReadAsync(session, rows => rows.Ranked(after, most));

    static DeadLetter LetterOf(QuestionDossier dossier, QuestionEntry.Failure failure)
    {
        var attempt = dossier.Facts.OfType<AttemptFact>()
            .First(attempt => attempt.Trace == failure.Trace && attempt.Number == failure.Number);
        // Its row is another fact, and need not have been committed with it.
        var text = dossier.Facts.OfType<IntakeFact>().Any() ? dossier.Question.Text : "";
        return new()
        {
            Question = dossier.Id, Text = Beginnings.Beginning(text), Trace = failure.Trace, Role = attempt.Role,
            Model = attempt.Model, Reason = failure.Reason, Detail = attempt.Failure.Detail, Tries = failure.Number + 1,
            Rubric = attempt.Rubric, Imported = failure.Imported,
        };
    }

    async Task<QuestionDossier> ReadAsync(QuestionId question, IReadOnlyList<FactPosition> positions) =>
        QuestionDossier.Of(question, await _segments.ReadAsync(positions));
}
