using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Questions;

/// <inheritdoc cref="IQuestionGrain"/>
[Reentrant]
sealed class QuestionGrain(RunCatalog runs, TimeProvider time) : Grain, IQuestionGrain
{
    readonly LongWork<QuestionDossier> _work = new(time);

    /// <inheritdoc/>
    public async Task<bool> Work(CancellationToken cancellation)
    {
        var done = await _work.JoinAsync(WorkAsync, cancellation) is not null;
        if (done) DeactivateOnIdle();
        return done;
    }

    async Task<QuestionDossier> WorkAsync()
    {
        var key = this.GetPrimaryKeyString();
        var run = await runs.GetAsync(GrainKeys.RunOf(key));
        _ = QuestionId.TryParse(key.AsSpan(run.Name.Length + 1).ToString(), out var id);
        var shard = GrainFactory.ShardOf(run, id);

        var dossier = await shard.Dossier(id);
        var outcomes = await Task.WhenAll(Orders(run, dossier).Select(order => AskAsync(run, order)));
        var known = dossier.Facts.Select(fact => fact.Key).ToHashSet();
        var found = outcomes.SelectMany(outcome => outcome.Facts).Where(fact => known.Add(fact.Key));
        dossier = dossier with { Facts = dossier.Facts.AddRange(found) };

        var conclusion = QuestionConclusion.Of(run.Plan, run.Annotators, dossier);
        await shard.CommitPaidAsync([.. conclusion.Where(fact => !known.Contains(fact.Key))], run, time);
        return dossier;
    }

    static IEnumerable<TraceOrder> Orders(RunContext run, QuestionDossier dossier)
    {
        var question = dossier.Question;
        foreach (var response in dossier.Responses.Where(fact => fact.Response.Role is ModelRole.Teacher))
            yield return new()
            {
                Id = dossier.Id, Question = question, Response = response,
                Role = response.Response.Role, Sample = response.Response.Sample,
                Known =
                [
                    .. dossier.Facts.Where(fact => fact is AnnotationFact { Trace: { } trace } && trace == response.Trace)
                        .Select(fact => fact.Key),
                    response.Key,
                ],
            };
        foreach (var (wanted, attempt) in run.Plan.Missing(dossier))
            yield return new()
            {
                Id = dossier.Id, Question = question, Model = wanted.Model.Name,
                Role = wanted.Role, Sample = wanted.Sample, Attempt = attempt,
            };
    }

    async Task<TraceOutcome> AskAsync(RunContext run, TraceOrder order)
    {
        var request = order.Response?.Response.Request
            ?? Core.Requests.ModelRequest.Of(run.Spec.Models[order.Model!], order.Question).Digest;
        var grain = GrainFactory.Trace(run.Name, order.Id, request, order.Sample);
        while (true)
        {
            run.Stopping.ThrowIfCancellationRequested();
            if (await grain.Work(order, run.Stopping) is { } outcome) return outcome;
        }
    }
}
