using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Tests.Shards;

public sealed class ShardDispatchTests
{
    readonly List<QuestionId> _asked = [];

    [Fact]
    public async Task Start_StorageRefuses_BeginsNothingFurtherAndSaysWhy()
    {
        var questions = Enumerable.Range(0, 200).Select(number => QuestionId.Of($"{number}")).ToList();
        var dispatch = new ShardDispatch(RefuseAsync, _ => true, new FakeTimeProvider(), NullLogger.Instance);
        var shard = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

        await Task.Factory.StartNew(
            async () =>
            {
                dispatch.Start(questions);
                while (dispatch.Refused is null) await Task.Yield();
                await dispatch.StopAsync();
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.None, shard).Unwrap();

        Assert.Contains("full", dispatch.Refused!.What, StringComparison.Ordinal);
        Assert.Equal(0, dispatch.Stuck);
        Assert.InRange(_asked.Count, 1, 64);
        Assert.Equal(_asked.Count, _asked.Distinct().Count());
    }

    // As a grain call is: it ends later, on the caller's scheduler.
    async Task<bool> RefuseAsync(QuestionId question, CancellationToken stop)
    {
        _asked.Add(question);
        await Task.Yield();
        throw StorageException.Of("write a commit", "shards/0000", new PosixError(28));
    }
}
