using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;
using NaturalThoughts.Data.Storage;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Shards;

public sealed class ShardDispatchTests
{
    static readonly QuestionId Question = Sample.Question(0).Id;

    readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
    readonly ConcurrentDictionary<QuestionId, int> _tries = new();
    readonly HashSet<QuestionId> _done = [];
    readonly IdIndex _questions = new();

    public ShardDispatchTests()
    {
        for (var number = 0; number < 500; number++) _questions.Add(Sample.Question(number).Id.Value);
    }

    [Fact]
    public async Task Start_QuestionsThatEnd_EachIsWorkedOnOnce()
    {
        var dispatch = Dispatch((question, _) => Done(question));
        var questions = Enumerable.Range(0, 200).Select(number => Sample.Question(number).Id).ToList();
        await OnOneSchedulerAsync(() => dispatch.Start(questions.Concat(questions)));
        await UntilAsync(() => _done.Count == questions.Count);
        Assert.All(_tries.Values, tries => Assert.Equal(1, tries));
        Assert.Equal(0, dispatch.Stuck);
    }

    [Fact]
    public async Task Start_QuestionThatAlwaysFails_IsStuckAfterThreeTries()
    {
        var dispatch = Dispatch((_, _) => throw new InvalidOperationException("A defect."));
        await OnOneSchedulerAsync(() => dispatch.Start([Question]));
        await UntilAsync(() => dispatch.Stuck == 1);
        Assert.Equal(3, _tries[Question]);
        Assert.Null(dispatch.Refused);
    }

    [Fact]
    public async Task Start_OutcomeUnknown_IsAskedAgainAsOftenAsItTakes()
    {
        var dispatch = Dispatch((question, tries) => tries < 7 ? throw new TimeoutException() : Done(question));
        await OnOneSchedulerAsync(() => dispatch.Start([Question]));
        await UntilAsync(() => _done.Contains(Question));
        Assert.Equal(7, _tries[Question]);
        Assert.Equal(0, dispatch.Stuck);
    }

    [Fact]
    public async Task Start_NotDoneAfterAWhile_IsAskedAgain()
    {
        var dispatch = Dispatch((question, tries) => tries < 3 ? Task.FromResult(false) : Done(question));
        await OnOneSchedulerAsync(() => dispatch.Start([Question]));
        await UntilAsync(() => _done.Contains(Question));
        Assert.Equal(3, _tries[Question]);
    }

    [Fact]
    public async Task Start_StorageRefuses_NothingFurtherIsBegun()
    {
        var dispatch = Dispatch((_, _) => throw StorageException.Of("write a commit", "/runs", new PosixError(28)));
        await OnOneSchedulerAsync(() => dispatch.Start(Enumerable.Range(0, 500).Select(number => Sample.Question(number).Id)));
        await UntilAsync(() => dispatch.Refused is not null);
        await dispatch.StopAsync();
        Assert.Contains("full", dispatch.Refused!.What, StringComparison.Ordinal);
        Assert.InRange(_tries.Count, 1, 64);
        Assert.All(_tries.Values, tries => Assert.Equal(1, tries));
        Assert.Equal(0, dispatch.Stuck);
    }

    [Fact]
    public async Task StopAsync_BeginsNothingNewAndWaitsForWhatIsUnderWay()
    {
        var gate = new TaskCompletionSource();
        var dispatch = Dispatch(async (question, _) =>
        {
            await gate.Task;
            return await Done(question);
        });
        await OnOneSchedulerAsync(() => dispatch.Start(Enumerable.Range(0, 200).Select(number => Sample.Question(number).Id)));
        await UntilAsync(() => _tries.Count == 64);
        var stopped = dispatch.StopAsync();
        Assert.False(stopped.IsCompleted);
        gate.SetResult();
        await stopped;
        Assert.Equal(64, _tries.Count);
        Assert.Equal(0, dispatch.Stuck);
    }

    ShardDispatch Dispatch(Func<QuestionId, int, Task<bool>> work) => new(
        _questions,
        async question =>
        {
            await Task.Yield();
            return await work(question, _tries.AddOrUpdate(question, 1, (_, tries) => tries + 1));
        },
        question =>
        {
            lock (_done) return !_done.Contains(question);
        },
        _ => { }, _time, NullLogger.Instance);

    Task<bool> Done(QuestionId question)
    {
        lock (_done) _done.Add(question);
        return Task.FromResult(true);
    }

    // As a grain runs it: one thing at a time, what follows an await included.
    static Task OnOneSchedulerAsync(Action action) => Task.Factory.StartNew(
        action, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            lock (_done)
                if (condition()) return;
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
