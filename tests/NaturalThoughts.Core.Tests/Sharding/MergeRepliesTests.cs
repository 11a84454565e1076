using CsCheck;
using NaturalThoughts.Core.Sharding;

namespace NaturalThoughts.Core.Tests.Sharding;

public sealed class MergeRepliesTests
{
    [Fact]
    public void Of_AnyNumberOfAnswers_KeepsTheirOrder() => Gen.Int[0, 99].Array[1, 300].Sample(numbers =>
        Assert.Equal(
            string.Join(' ', numbers), MergeReplies.Of(numbers.Select(number => $"{number}"), (left, right) => $"{left} {right}")));

    [Fact]
    public void Of_ThousandsOfAnswers_MergesEachAsOftenAsTheirNumberHasBits()
    {
        var merged = 0L;
        var all = MergeReplies.Of(Enumerable.Repeat(1L, 4096), (left, right) =>
        {
            merged += left + right;
            return left + right;
        });

        Assert.Equal((4096, 4096 * 12), (all, merged));
    }

    [Fact]
    public void InBatches_AnyNumberOfAnswers_KeepsTheirOrder() => Gen.Int[0, 99].Array[1, 9000].Sample(
        numbers => Assert.Equal(
            string.Join(' ', numbers), MergeReplies.InBatches(numbers.Select(number => $"{number}"), parts => string.Join(' ', parts))),
        iter: 50);

    [Fact]
    public Task AsTheyComeAsync_AnyOrder_HasEachOnce() => Gen.Shuffle(Enumerable.Range(0, 60).ToArray()).SampleAsync(async order =>
    {
        var replies = order.Select(_ => new TaskCompletionSource<long>()).ToArray();
        var merging = MergeReplies.AsTheyComeAsync(replies.Select(reply => reply.Task), (left, right) => left + right);
        foreach (var reply in order) replies[reply].SetResult(1L << reply);

        Assert.Equal((1L << 60) - 1, await merging);
    }, iter: 50);

    [Fact]
    public async Task AsTheyComeAsync_OneFails_WaitsForTheOthers()
    {
        var (slow, failed) = (new TaskCompletionSource<int>(), Task.FromException<int>(new TimeoutException()));
        var merging = MergeReplies.AsTheyComeAsync([slow.Task, failed], (left, right) => left + right);

        Assert.False(merging.IsCompleted);
        slow.SetResult(1);
        await Assert.ThrowsAsync<TimeoutException>(() => merging);
    }
}
