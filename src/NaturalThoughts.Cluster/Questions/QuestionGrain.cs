using NaturalThoughts.Cluster.Budgets;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using Orleans.Runtime.Placement;

namespace NaturalThoughts.Cluster.Questions;

/// <inheritdoc cref="IQuestionGrain"/>
/// <remarks>Lives with its shard, to which it speaks most: and nobody waits there on behalf of a question that died elsewhere.</remarks>
[Reentrant, PreferLocalPlacement]
sealed class QuestionGrain(RunCatalog runs, TimeProvider time) : Grain, IQuestionGrain
{
    readonly LongWork<QuestionDossier> _work = new(time);
    TokenClaims? _claims;

    /// <inheritdoc/>
    public async Task<bool> Work(CancellationToken cancellation)
    {
        // The shard may have begun anew since it set these tokens aside.
        if (_claims is { Each.IsEmpty: false } claims) await GrainFactory.ShardOf(await RunAsync(), claims.Question).Hold(claims);
        var done = await _work.JoinAsync(WorkAsync, cancellation) is not null;
        if (done) DeactivateOnIdle();
        return done;
    }

    async Task<QuestionDossier> WorkAsync()
    {
        var run = await RunAsync();
        _ = QuestionId.TryParse(this.GetPrimaryKeyString().AsSpan(run.Name.Length + 1).ToString(), out var id);
        var shard = GrainFactory.ShardOf(run, id);

        var dossier = run.Plan.InRoles(await shard.Dossier(id));
        // Who asks may not have heard yet of the seal; a second one would rest on the first and say the same.
        if (dossier.IsConcluded(run.Plan.Digest)) return dossier;
        var outcomes = run.Plan.Removes(dossier) ? [] : await AskAsync(run, shard, dossier);
        if (outcomes.Any(outcome => outcome.IsLate)) return await WorkAsync();
        var known = dossier.Facts.Select(fact => fact.Key).ToHashSet();
        var found = outcomes.SelectMany(outcome => outcome.Facts).Where(fact => known.Add(fact.Key));
        dossier = dossier with { Facts = dossier.Facts.AddRange(found) };

        var conclusion = QuestionConclusion.Of(run.Plan, run.Annotators, dossier);
        await shard.CommitPaidAsync([.. conclusion.Where(fact => !known.Contains(fact.Key))], run, time);
        return dossier;
    }

    Task<RunContext> RunAsync() => runs.GetAsync(GrainKeys.RunOf(this.GetPrimaryKeyString()));

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

    // A question is begun only where the budget covers all that it may take: none is paid for in part and cannot be used.
    async Task<TraceOutcome[]> AskAsync(RunContext run, ISelectionShardGrain shard, QuestionDossier dossier)
    {
        var orders = Orders(run, dossier).ToList();
        var claims = new TokenClaims(dossier.Id, run.Spec.Limits.OutputTokens is null ? [] : [.. Claims(run, orders)]);
        while (!claims.Each.IsEmpty && !await shard.Reserve(claims)) run.Halted.ThrowIfCancellationRequested();
        _claims = claims;
        try
        {
            return await Task.WhenAll(orders.Select(order => AskAsync(run, order)));
        }
        finally
        {
            _claims = null;
        }
    }

    static IEnumerable<TokenClaim> Claims(RunContext run, IEnumerable<TraceOrder> orders) =>
        from order in orders
        where order.Response is null
        let model = run.Spec.Models[order.Model!]
        select new TokenClaim(TraceId.Of(order.Id, RequestOf(model, order), order.Sample), TokenReserve.Of(model, run.Spec.Limits));

    async Task<TraceOutcome> AskAsync(RunContext run, TraceOrder order)
    {
        if (order.Response is { } response) return await WorkAsync(run, order, response.Response.Request);
        var model = run.Spec.Models[order.Model!];
        var request = RequestOf(model, order);
        while (true)
        {
            var credit = await CreditAsync(run, order.Id, model.Model);
            var outcome = await WorkAsync(run, order with { Credit = credit }, request);
            if (outcome.Displaced is not { } failed)
            {
                _claims = _claims?.Without(TraceId.Of(order.Id, request, order.Sample));
                return outcome;
            }

            order = order with { Failed = failed, Uncounted = outcome.Uncounted };
        }
    }

    static Digest RequestOf(ModelSpec model, TraceOrder order) => ModelRequest.Of(model, order.Question).Digest;

    async Task<Credit> CreditAsync(RunContext run, QuestionId id, string model)
    {
        while (true)
        {
            run.Halted.ThrowIfCancellationRequested();
            if (await GrainFactory.ShardOf(run, id).Credit(model) is { } credit) return credit;
        }
    }

    async Task<TraceOutcome> WorkAsync(RunContext run, TraceOrder order, Digest request)
    {
        var grain = GrainFactory.Trace(run.Name, order.Id, request, order.Sample);
        while (true)
        {
            run.Stopping.ThrowIfCancellationRequested();
            try
            {
                // A hint is for the one call that activates the grain: where it is at work already, it stays.
                if (order.Credit is { Silo: var silo }) RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
                if (await grain.Work(order, run.Stopping) is { } outcome) return outcome;
            }
            catch (Exception error) when (order.Credit is not null && error is SiloUnavailableException or OrleansMessageRejectionException)
            {
                // Its silo is gone, and what it did not commit with it.
                return new([], order.Failed, order.Uncounted);
            }
            finally
            {
                RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            }
        }
    }
}
