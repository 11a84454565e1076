using System.Collections.Immutable;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Tests.Clusters;

public sealed class EmbeddingBatchesTests
{
    readonly List<(ImmutableArray<QuestionId> Questions, TaskCompletionSource Done)> _sent = [];

    [Fact]
    public async Task JoinAsync_EnoughQuestions_GoTogetherAndEndTogether()
    {
        var batches = Batches(3);
        var waiting = Enumerable.Range(0, 4).Select(number => batches.JoinAsync(new((UInt128)number), default)).ToList();

        Assert.Equal([new(0), new(1), new(2)], Assert.Single(_sent).Questions);
        Assert.All(waiting, one => Assert.False(one.IsCompleted));
        _sent[0].Done.SetResult();
        await Task.WhenAll(waiting.Take(3));
        Assert.False(waiting[3].IsCompleted);
    }

    [Fact]
    public async Task Send_TooFew_GoAllTheSame()
    {
        var batches = Batches(3);
        batches.Send();
        var waiting = batches.JoinAsync(new(5), default);
        batches.Send();

        Assert.Equal([new(5)], Assert.Single(_sent).Questions);
        _sent[0].Done.SetResult();
        await waiting;
    }

    [Fact]
    public async Task JoinAsync_BatchFails_AllHearOfIt()
    {
        var batches = Batches(2);
        var waiting = Enumerable.Range(0, 2).Select(number => batches.JoinAsync(new((UInt128)number), default)).ToList();
        _sent[0].Done.SetException(new InvalidOperationException("no"));

        foreach (var one in waiting) await Assert.ThrowsAsync<InvalidOperationException>(() => one);
    }

    [Fact]
    public async Task JoinAsync_HaltedWhileWaiting_IsNotSentLater()
    {
        using var halted = new CancellationTokenSource();
        var batches = Batches(3);
        var leaving = batches.JoinAsync(new(1), halted.Token);
        await halted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);

        _ = batches.JoinAsync(new(2), default);
        batches.Send();

        Assert.Equal([new(2)], Assert.Single(_sent).Questions);
    }

    [Fact]
    public async Task JoinAsync_HaltedUnderWay_EndsWithItsBatch()
    {
        using var halted = new CancellationTokenSource();
        var batches = Batches(1);
        var waiting = batches.JoinAsync(new(1), halted.Token);
        await halted.CancelAsync();

        Assert.False(waiting.IsCompleted);
        _sent[0].Done.SetResult();
        await waiting;
    }

    EmbeddingBatches Batches(int most) => new(most, questions =>
    {
        _sent.Add((questions, new()));
        return _sent[^1].Done.Task;
    });
}
