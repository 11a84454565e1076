using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using Orleans.Runtime.Placement;

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

        var dossier = run.Plan.InRoles(await shard.Dossier(id));
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
        if (order.Response is { } response) return await WorkAsync(run, order, response.Response.Request, null);
        var model = run.Spec.Models[order.Model!];
        var request = Core.Requests.ModelRequest.Of(model, order.Question).Digest;
        while (true)
        {
            var credit = await CreditAsync(run, order.Id, model.Model);
            var outcome = await WorkAsync(run, order with { Own = credit.Own }, request, credit.Silo);
            if (outcome.Displaced is not { } failed) return outcome;
            order = order with { Failed = failed };
        }
    }

    async Task<Credit> CreditAsync(RunContext run, QuestionId id, string model)
    {
        while (true)
        {
            run.Halted.ThrowIfCancellationRequested();
            if (await GrainFactory.ShardOf(run, id).Credit(model) is { } credit) return credit;
        }
    }

    async Task<TraceOutcome> WorkAsync(RunContext run, TraceOrder order, Digest request, SiloAddress? silo)
    {
        var grain = GrainFactory.Trace(run.Name, order.Id, request, order.Sample);
        while (true)
        {
            run.Stopping.ThrowIfCancellationRequested();
            try
            {
                // A hint is for the one call that activates the grain: where it is at work already, it stays.
                if (silo is not null) RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
                if (await grain.Work(order, run.Stopping) is { } outcome) return outcome;
            }
            catch (Exception error) when (silo is not null && error is SiloUnavailableException or OrleansMessageRejectionException)
            {
                // Its silo is gone, and what it did not commit with it.
                return new([], order.Failed);
            }
            finally
            {
                RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            }
        }
    }
}
