using System.Collections.Immutable;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Telemetry;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Embedding of questions that have traces: a batch is one request with one credit, and its vectors are facts.</summary>
sealed partial class SelectionShardGrain
{
    // What Text Embeddings Inference takes at once unless told otherwise; others take more.
    const int BatchQuestions = 32;

    // With so many, a batch of long questions stays a request of ordinary size.
    const int BatchChars = 1 << 18;

    static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    ShardDispatch _embedding = null!;
    EmbeddingBatches _batches = null!;

    /// <inheritdoc/>
    public async Task<EmbeddingProgress> Embed(bool all)
    {
        await OpenedAsync();
        if (_run.Embedding is null) return default;
        if (!_embedding.IsStarted) _embedding.Start(_state.Questions.Keys.Where(WantsEmbedding));
        if (all) _batches.Send();
        return new(_embedding.Waiting + _embedding.UnderWay, _embedding.Stuck, _embedding.Refused);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<WantedEmbedding>> WantedEmbeddings(Digest request, ImmutableArray<QuestionId> questions)
    {
        await OpenedAsync();
        return
        [
            .. from question in questions
               let number = _state.NextEmbedding(question, request, _run.Plan.Digest)
               where number is not null
               select new WantedEmbedding(question, number.Value),
        ];
    }

    void OpenEmbedding()
    {
        _batches = new(BatchQuestions, EmbedAsync);
        _embedding = new(_state.Questions.Index, EmbedAsync, WantsEmbedding, _ => { }, time, log);
    }

    bool WantsEmbedding(QuestionId question) =>
        _run.Embedding is { } request && _state.NextEmbedding(question, request.Digest, _run.Plan.Digest) is not null;

    // A question whose failed embedding is reopened is sealed anew, too.
    void OfferEmbedding(Fact fact)
    {
        if (fact is SealFact seal && _embedding.IsStarted && WantsEmbedding(seal.Question)) _embedding.Offer(seal.Question);
    }

    async Task<bool> EmbedAsync(QuestionId question)
    {
        await _batches.JoinAsync(question, _run.Halted);
        return true;
    }

    async Task EmbedAsync(ImmutableArray<QuestionId> questions)
    {
        // Of many questions, so it is no part of any one's way.
        using var span = Observed.Begin("embedding", _span);
        var run = _run;
        var dossiers = await Task.WhenAll(questions.Select(DossierAsync));
        var batch = ImmutableArray.CreateBuilder<EmbeddingInput>();
        var chars = 0;
        foreach (var input in dossiers.Select(dossier => new EmbeddingInput(dossier.Id, dossier.Question.Text)))
        {
            if (batch.Count > 0 && chars + input.Text.Length > BatchChars)
            {
                await AskAsync(run, batch.DrainToImmutable());
                chars = 0;
            }

            batch.Add(input);
            chars += input.Text.Length;
        }

        await AskAsync(run, batch.DrainToImmutable());
    }

    // What is refused together may be had apart: by halves the questions are found that nobody takes.
    async Task AskAsync(RunContext run, ImmutableArray<EmbeddingInput> inputs)
    {
        var outcome = new EmbeddingOutcome(Displaced: 0);
        while (outcome.Displaced is { } failed) outcome = await AskOnceAsync(run, inputs, failed);
        if (!outcome.Divide) return;
        var half = inputs.Length / 2;
        await Task.WhenAll(AskAsync(run, inputs[..half]), AskAsync(run, inputs[half..]));
    }

    async Task<EmbeddingOutcome> AskOnceAsync(RunContext run, ImmutableArray<EmbeddingInput> inputs, int failed)
    {
        Credit? credit = null;
        var since = time.GetTimestamp();
        while (credit is null)
        {
            run.Halted.ThrowIfCancellationRequested();
            credit = await Credit(run.Embedding!.Line, time.GetElapsedTime(since));
        }

        var grain = GrainFactory.GetGrain<IEmbeddingGrain>(credit.Silo.ToParsableString());
        var order = new EmbeddingOrder
        {
            Id = Guid.NewGuid(), Run = run.Name, Shard = Number, Inputs = inputs, Own = credit.Own, Failed = failed,
        };
        while (true)
        {
            run.Stopping.ThrowIfCancellationRequested();
            try
            {
                if (await grain.Embed(order, run.Stopping) is { } outcome) return outcome;
            }
            catch (TimeoutException)
            {
                // It is under way, or its silo is about to be known as gone: asking again joins it, or says so.
                await Task.Delay(AskAgain, time, run.Stopping);
            }
            catch (Exception error) when (error is SiloUnavailableException or OrleansMessageRejectionException)
            {
                // Its silo is gone, and what it did not commit with it.
                return new(Displaced: failed);
            }
        }
    }
}
