using System.Net;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Tests.Traces;

public sealed class TraceGrainTests
{
    static readonly Response Large = new() { Request = default, Model = "m", Role = ModelRole.Teacher, Content = new('x', 32 << 20) };

    [Fact]
    public async Task Work_RoomFillsWhileRequestsWaitForAPlace_NoneIsBegunUntilThereIsRoom()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(4);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", "', slots: 1}]"));
        await TestRun.UntilAsync(() => model.Questions.Count == 1);

        using (run.Catalog.Uncommitted.Hold(Large))
        {
            model.Release();
            await run.UntilAsync(status => status.Counts.Sealed == 1);
            Assert.Single(model.Questions);
        }

        Assert.Equal(4, (await run.EndAsync()).Counts.Sealed);
    }

    [Fact]
    public async Task Work_ResponseWaitsForItsCommit_CountsUntilThen()
    {
        var (committing, durable) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync(CommitFilter.OfResponses(async commit =>
        {
            committing.TrySetResult();
            await durable.Task;
            await commit();
        }));
        run.Ask(3);
        await run.CurateAsync(TestRun.Asking(model).Replace("'}]", "', slots: 1}]"));
        await TestRun.UntilAsync(() => model.Questions.Count == 1);
        // One byte less than full: the first response is what fills the room.
        using (run.Catalog.Uncommitted.Hold(Large with { Content = Large.Content![1..] }))
        {
            model.Release();
            await committing.Task;
            Assert.False(run.Catalog.Uncommitted.HasRoom);
            Assert.InRange(model.Questions.Count, 1, 2);
            durable.SetResult();
            await TestRun.UntilAsync(() => run.Catalog.Uncommitted.HasRoom);
        }

        Assert.Equal(3, (await run.EndAsync()).Counts.Sealed);
    }

    [Fact]
    public async Task Work_OutcomeOfTheCommitIsUnknown_IsCommittedWithoutAskingAgain()
    {
        var lost = 3;
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync(CommitFilter.OfResponses(
            commit => Interlocked.Decrement(ref lost) >= 0 ? throw new TimeoutException() : commit()));
        run.Ask(2);
        model.Release();

        var status = await run.FinishAsync(TestRun.Asking(model));

        Assert.Equal((2L, 2), (status.Counts.Sealed, model.Questions.Count));
    }

    [Fact]
    public async Task Work_OrderIsOlderThanTheCommit_AsksNobodyAndSaysSo()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(1);
        model.Release();
        await run.FinishAsync(TestRun.Asking(model));
        var dossier = Assert.Single(await run.Run.Find("", 10));
        var request = Assert.Single(dossier.Responses).Response.Request;
        var order = new TraceOrder
        {
            Id = dossier.Id, Question = dossier.Question, Request = RequestOf(dossier), Credit = new(run.Silo, Own: false),
        };

        var outcome = await run.Grains.Trace(TestRun.Name, dossier.Id, request, 0).Work(order, TestContext.Current.CancellationToken);

        Assert.Equal((true, 1), (outcome?.IsLate, model.Questions.Count));
    }

    [Fact]
    public async Task Work_CreditIsForAnotherSilo_AsksNobodyHere()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(1);
        await run.CurateAsync(TestRun.Asking(model));
        await TestRun.UntilAsync(() => model.Questions.Count == 1);
        var dossier = Assert.Single(await run.Run.Find("", 10));
        var order = new TraceOrder
        {
            Id = dossier.Id, Question = dossier.Question, Request = RequestOf(dossier),
            Credit = new(SiloAddress.New(IPAddress.Loopback, 1, 1), Own: false),
        };

        var outcome = await run.Grains.Trace(TestRun.Name, dossier.Id, default, 7).Work(order, TestContext.Current.CancellationToken);

        Assert.Equal((0, 1), (outcome?.Displaced, model.Questions.Count));
        model.Release();
        await run.EndAsync();
    }

    [Fact]
    public async Task Work_Response_IsKeptWhole()
    {
        await using var model = await HeldModel.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Ask(1);
        model.Release();
        await run.FinishAsync(TestRun.Asking(model));

        var response = Assert.Single(Assert.Single(await run.Run.Find("", 10)).Responses).Response;

        var question = Assert.Single(model.Questions);
        Assert.Equal((HeldModel.Content(question), HeldModel.Reasoning(question)), (response.Content, response.Reasoning));
        Assert.Equal(("stop", 7), (response.FinishReason, response.Usage?.Completion));
    }

    static ModelRequest RequestOf(QuestionDossier dossier) =>
        ModelRequest.Of(new() { Name = "t", Model = HeldModel.Name }, dossier.Question);
}
