using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Pool;

namespace NaturalThoughts.Cluster.Traces;

/// <inheritdoc cref="ITraceGrain"/>
[Reentrant]
sealed class TraceGrain(RunCatalog runs, IClusterMembershipService members, ILocalSiloDetails silo, TimeProvider time) : Grain, ITraceGrain
{
    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);

    readonly LongWork<TraceOutcome> _work = new(time);
    bool _begun;

    /// <inheritdoc/>
    public async Task<TraceOutcome?> Work(TraceOrder order, CancellationToken cancellation)
    {
        if (!_begun && order.Credit is { } credit && !credit.Silo.Equals(silo.SiloAddress)) return await ElsewhereAsync(order, cancellation);
        _begun = true;
        var outcome = await _work.JoinAsync(() => WorkAsync(order), cancellation);
        if (outcome is not null) DeactivateOnIdle();
        return outcome;
    }

    // A silo that just joined is not known to all others: then the grain is placed on another one, where the credit is worth nothing. The
    // next call finds the silo, unless that has gone already.
    async Task<TraceOutcome?> ElsewhereAsync(TraceOrder order, CancellationToken cancellation)
    {
        await Task.Delay(Breath, time, cancellation);
        DeactivateOnIdle();
        return members.CurrentSnapshot.GetSiloStatus(order.Credit!.Silo).IsTerminating() ? new([], order.Failed, order.Uncounted) : null;
    }

    async Task<TraceOutcome> WorkAsync(TraceOrder order)
    {
        var run = await runs.GetAsync(GrainKeys.RunOf(this.GetPrimaryKeyString()));
        var answered = order.Response as Fact;
        if (answered is null)
        {
            // Who ordered it may have waited for long, and another one have asked meanwhile.
            if (await GrainFactory.ShardOf(run, order.Id).KnowsAsync(order.Id, TraceOf(order), run, time)) return Late(run, order);
            var generation = await GenerateAsync(run, order);
            if (generation is Displaced displaced) return new([], displaced.Attempts, displaced.Uncounted);
            answered = FactOf(generation, order);
        }

        using var held = answered is ResponseFact { Response: var paid } && order.Response is null ? runs.Uncommitted.Hold(paid) : null;
        ImmutableArray<Fact> facts = answered is ResponseFact response ? [response, .. Annotate(run, order, response)] : [answered];
        ImmutableArray<Fact> news = [.. facts.Where(fact => !order.Known.Contains(fact.Key))];
        if (news.Length > 0) await GrainFactory.ShardOf(run, order.Id).CommitPaidAsync(news, run, time);
        return new(facts);
    }

    // What others say is a fact about the question and no candidate.
    static IEnumerable<Fact> Annotate(RunContext run, TraceOrder order, ResponseFact response) =>
        response.Response.Role is ModelRole.Teacher
            ? run.Annotators.AnnotateTrace(order.Question, response, TraceParser.Parse(response.Response)) : [];

    static TraceId TraceOf(TraceOrder order) => TraceId.Of(order.Id, order.Request!.Digest, order.Sample);

    TraceOutcome Late(RunContext run, TraceOrder order)
    {
        PoolOf(run, order).Decline(order.Request!.Model);
        return TraceOutcome.Late;
    }

    ModelPool PoolOf(RunContext run, TraceOrder order) => order.Credit!.Own ? runs.Own : run.Models;

    Task<Generation> GenerateAsync(RunContext run, TraceOrder order)
    {
        var before = new Displaced(order.Failed) { Uncounted = order.Uncounted };
        return PoolOf(run, order).GenerateAsync(order.Request!, order.Sample, run.Spec.Limits, before, run.Halted, run.Stopping);
    }

    static Fact FactOf(Generation generation, TraceOrder order)
    {
        var request = order.Request!;
        long? uncounted = generation.Uncounted > 0 ? generation.Uncounted : null;
        return generation switch
        {
            Generated generated => new ResponseFact
            {
                Question = order.Id, Response = generated.Response, Uncounted = uncounted,
                Rubric = request.Rubric?.Rubric, About = request.Rubric?.About,
            },
            Refused refused => new AttemptFact
            {
                Question = order.Id, Request = request.Digest, Sample = order.Sample, Number = order.Attempt,
                Role = request.Role, Model = request.Model, Failure = refused.Rejection, Uncounted = uncounted,
                Rubric = request.Rubric?.Rubric, About = request.Rubric?.About,
            },
            _ => throw new InvalidOperationException($"Unknown outcome {generation.GetType().Name}."),
        };
    }
}
