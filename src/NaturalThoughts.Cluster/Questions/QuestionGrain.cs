using NaturalThoughts.Cluster.Budgets;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
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
        var dossier = await ReadAsync(run, shard, id);
        // Who asks may not have heard yet of the seal; a second one would rest on the first and say the same.
        while (!dossier.IsConcluded(run.Plan.Digest))
        {
            if (Orders(run, dossier) is { Count: > 0 } orders)
            {
                var outcomes = await AskAsync(run, shard, dossier, orders);
                dossier = outcomes.Any(outcome => outcome.IsLate)
                    ? await ReadAsync(run, shard, id)
                    : QuestionDossier.Of(id, dossier.Facts.Concat(outcomes.SelectMany(outcome => outcome.Facts)));
                continue;
            }

            var known = dossier.Facts.Select(fact => fact.Key).ToHashSet();
            var conclusion = QuestionConclusion.Of(run.Plan, dossier);
            await shard.CommitPaidAsync([.. conclusion.Where(fact => !known.Contains(fact.Key))], run, time);
            break;
        }

        return dossier;
    }

    Task<RunContext> RunAsync() => runs.GetAsync(GrainKeys.RunOf(this.GetPrimaryKeyString()));

    static async Task<QuestionDossier> ReadAsync(RunContext run, ISelectionShardGrain shard, QuestionId id) =>
        run.Plan.InRoles(await shard.Dossier(id));

    // Responses that are to be annotated, and those that are to be asked for.
    static List<(TraceOrder Order, WantedResponse? Wanted)> Orders(RunContext run, QuestionDossier dossier)
    {
        var order = new TraceOrder { Id = dossier.Id, Question = dossier.Question };
        var annotations = dossier.Facts.OfType<AnnotationFact>().ToLookup(fact => fact.Trace);
        return
        [
            .. run.Plan.Unread(dossier).Select(response => (order with
            {
                Response = response,
                Sample = response.Response.Sample,
                Known = [response.Key, .. annotations[response.Trace].Select(fact => fact.Key)],
            }, (WantedResponse?)null)),
            .. run.Plan.Missing(dossier).Select(wanted => (order with { Sample = wanted.Sample, Attempt = wanted.Attempt }, wanted)),
        ];
    }

    // What is asked at once is begun only where the budget covers all that it may take: none is paid for in part and cannot be used.
    async Task<TraceOutcome[]> AskAsync(
        RunContext run, ISelectionShardGrain shard, QuestionDossier dossier, List<(TraceOrder Order, WantedResponse? Wanted)> orders)
    {
        var wanted = orders.Select(order => order.Wanted).OfType<WantedResponse>();
        var claims = new TokenClaims(dossier.Id, run.Spec.Limits.OutputTokens is null ? [] : [.. Claims(run, wanted)]);
        while (!claims.Each.IsEmpty && !await shard.Reserve(claims)) run.Halted.ThrowIfCancellationRequested();
        _claims = claims;
        try
        {
            return await Task.WhenAll(orders.Select(order => order.Wanted is { } response
                ? AskAsync(run, order.Order, response) : WorkAsync(run, order.Order, order.Order.Response!.Response.Request)));
        }
        finally
        {
            _claims = null;
        }
    }

    static IEnumerable<TokenClaim> Claims(RunContext run, IEnumerable<WantedResponse> wanted) =>
        wanted.Select(response => new TokenClaim(response.Trace, TokenReserve.Of(response.Model, run.Spec.Limits)));

    async Task<TraceOutcome> AskAsync(RunContext run, TraceOrder order, WantedResponse wanted)
    {
        while (true)
        {
            var credit = await CreditAsync(run, order.Id, wanted.Model.Model);
            // Only now: what waits for a credit holds no texts.
            var outcome = await WorkAsync(run, order with { Credit = credit, Request = wanted.Render() }, wanted.Request);
            if (outcome.Displaced is not { } failed)
            {
                _claims = _claims?.Without(wanted.Trace);
                return outcome;
            }

            order = order with { Failed = failed, Uncounted = outcome.Uncounted };
        }
    }

    async Task<Credit> CreditAsync(RunContext run, QuestionId id, string model)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            run.Halted.ThrowIfCancellationRequested();
            if (await GrainFactory.ShardOf(run, id).Credit(model, time.GetElapsedTime(since)) is { } credit) return credit;
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
