using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Clusters;

/// <summary>Gathers questions until there are enough for one call of a model that embeds. Runs on a grain's scheduler, so it needs no
/// locks.</summary>
/// <param name="most">Questions of a batch.</param>
/// <param name="embed">Has a batch embedded.</param>
sealed class EmbeddingBatches(int most, Func<ImmutableArray<QuestionId>, Task> embed)
{
    Batch _next = new();

    /// <summary>Waits until a question has been embedded, in a batch with others.</summary>
    /// <param name="question">The question.</param>
    /// <param name="halted">Leaves a batch that has not gone out.</param>
    public async Task JoinAsync(QuestionId question, CancellationToken halted)
    {
        var batch = _next;
        batch.Questions.Add(question);
        if (batch.Questions.Count == most) Send();
        try
        {
            await batch.Gone.Task.WaitAsync(halted);
        }
        catch (OperationCanceledException) when (!batch.Gone.Task.IsCompleted)
        {
            batch.Questions.Remove(question);
            throw;
        }

        await batch.Done.Task;
    }

    /// <summary>Waits for no more company.</summary>
    public void Send()
    {
        if (_next.Questions.Count == 0) return;
        var batch = _next;
        _next = new();
        _ = SendAsync(batch);
    }

    async Task SendAsync(Batch batch)
    {
        batch.Gone.SetResult();
        try
        {
            await embed([.. batch.Questions]);
            batch.Done.SetResult();
        }
        catch (Exception error)
        {
            // For all who wait.
            batch.Done.SetException(error);
        }
    }

    sealed class Batch
    {
        public List<QuestionId> Questions { get; } = [];

        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
