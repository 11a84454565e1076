using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Cluster.Clusters;

/// <inheritdoc cref="IEmbeddingGrain"/>
[Reentrant, NamedSiloPlacement, Immovable]
sealed class EmbeddingGrain(RunCatalog runs, TimeProvider time) : Grain, IEmbeddingGrain
{
    readonly Dictionary<Guid, LongWork<EmbeddingOutcome>> _works = [];

    /// <inheritdoc/>
    public async Task<EmbeddingOutcome?> Embed(EmbeddingOrder order, CancellationToken cancellation)
    {
        if (!_works.TryGetValue(order.Id, out var work)) _works[order.Id] = work = new(time);
        var goesOn = false;
        try
        {
            var outcome = await work.JoinAsync(() => WorkAsync(order), cancellation);
            goesOn = outcome is null;
            return outcome;
        }
        finally
        {
            if (!goesOn) _works.Remove(order.Id);
        }
    }

    async Task<EmbeddingOutcome> WorkAsync(EmbeddingOrder order)
    {
        var run = await runs.GetAsync(order.Run);
        if (run.Embedding is not { } request) return new();
        var (pool, shard) = (order.Own ? runs.Own : run.Models, GrainFactory.Shard(order.Run, order.Shard));
        // Who ordered it may have waited for long, and another one have asked meanwhile.
        var wanted = (await shard.WantedAsync(request.Digest, [.. order.Inputs.Select(input => input.Question)], run, time))
            .ToDictionary(one => one.Question, one => one.Number);
        ImmutableArray<EmbeddingInput> inputs = [.. order.Inputs.Where(input => wanted.ContainsKey(input.Question))];
        if (inputs.IsEmpty)
        {
            pool.Decline(request.Line);
            return new();
        }

        var batch = new EmbeddingBatch(request, inputs);
        // Off the grain's scheduler: reading a hundred thousand numbers would keep other batches from being read.
        var generation = await Task.Run(() => pool.EmbedAsync(batch, run.Spec.Limits, new(order.Failed), run.Halted, run.Stopping));
        if (generation is Displaced displaced) return new(displaced.Attempts);
        if (generation is Refused && inputs.Length > 1) return new(Divide: true);
        ImmutableArray<Fact> facts = generation switch
        {
            Embedded embedded => [.. inputs.Zip(embedded.Vectors, (input, vector) => FactOf(request, input, vector))],
            Refused refused => [FailureOf(request, inputs[0], wanted[inputs[0].Question], refused.Rejection)],
            _ => throw new InvalidOperationException($"Unknown outcome {generation.GetType().Name}."),
        };
        using var held = runs.Uncommitted.Hold(facts.OfType<EmbeddingFact>().Sum(fact => (long)sizeof(short) * fact.Vector.Length));
        await shard.CommitPaidAsync(facts, run, time);
        return new();
    }

    static Fact FactOf(EmbeddingRequest request, EmbeddingInput input, ImmutableArray<short> vector) => new EmbeddingFact
    {
        Question = input.Question, Request = request.Digest, Model = request.Model, Vector = vector,
    };

    static Fact FailureOf(EmbeddingRequest request, EmbeddingInput input, int number, Rejection failure) => new AttemptFact
    {
        Question = input.Question, Request = request.Digest, Number = number, Role = ModelRole.Embedder, Model = request.Model,
        Failure = failure,
    };
}
