using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Inference.Tests.Support;
using NaturalThoughts.ModelServers.Counting;
using NaturalThoughts.ModelServers.Faults;

namespace NaturalThoughts.Inference.Tests.ModelServers;

public sealed class ModelServerFaultTests
{
    [Theory]
    [InlineData(Fault.ServerError, "http-500 http-502 http-503")]
    [InlineData(Fault.Reset, "broken-stream")]
    [InlineData(Fault.Malformed, "malformed-stream")]
    public async Task GenerateAsync_Fault_EndpointBlamedAndCountedAsBroken(Fault fault, string reasons)
    {
        await using var server = await Serve.FailingAsync(fault);

        for (var number = 0; number < 20; number++)
        {
            var refused = Assert.IsType<Refused>(await server.AskAsync($"Question {number}"));
            Assert.Equal(Blame.Endpoint, refused.Blame);
            Assert.Contains(refused.Rejection.Reason, reasons.Split(' '));
        }

        var counts = server.Counts();
        Assert.Equal(new(20, 0, 20, 0), counts.Total);
        Assert.Equal((20, 0), (counts.Faults[FaultShares.NameOf(fault)], counts.Running));
    }

    [Fact]
    public async Task GenerateAsync_Stall_SilentAndSlotFreeOnceTheClientHasGone()
    {
        await using var server = await Serve.FailingAsync(Fault.Stall);
        var time = new FakeTimeProvider();
        var asking = server.AskAsync(time: time);
        await Serve.UntilAsync(() => server.Counts().Faults["stall"] == 1);

        await Serve.UntilAsync(() => asking.IsCompleted, () => time.Advance(Make.Patient));

        var refused = Assert.IsType<Refused>(await asking);
        Assert.Equal(("silent", Blame.Endpoint), (refused.Rejection.Reason, refused.Blame));
        await Serve.UntilAsync(() => server.Counts().Running == 0);
        Assert.Equal(new(1, 0, 1, 0), server.Counts().Total);
    }

    [Fact]
    public async Task GenerateAsync_StallEnds_BrokenStream()
    {
        await using var server = await Serve.StartAsync(new() { Faults = FaultShares.Of(Fault.Stall), Stall = TimeSpan.Zero });

        Assert.Equal("broken-stream", Assert.IsType<Refused>(await server.AskAsync()).Rejection.Reason);
    }

    [Fact]
    public async Task GenerateAsync_EmptyReasoning_ContentAlone()
    {
        await using var server = await Serve.FailingAsync(Fault.EmptyReasoning);

        var generated = Assert.IsType<Generated>(await server.AskAsync());

        Assert.Equal((null, "stop"), (generated.Response.Reasoning, generated.Response.FinishReason));
        Assert.NotNull(generated.Response.Content);
        Assert.Equal(new(1, 1, 0, 0), server.Counts().Total);
    }

    [Fact]
    public async Task GenerateAsync_Length_CutShort()
    {
        await using var server = await Serve.FailingAsync(Fault.Length);

        var response = Assert.IsType<Generated>(await server.AskAsync()).Response;

        Assert.Equal(("length", null), (response.FinishReason, response.Content));
        Assert.InRange(response.Usage?.Completion ?? 0, 30, 290);
    }

    [Theory]
    [InlineData(Fault.Reset)]
    [InlineData(Fault.Malformed)]
    public async Task Post_FaultWhileNotStreamed_NoWholeObject(Fault fault)
    {
        await using var server = await Serve.FailingAsync(fault);

        var posting = server.PostAsync("/v1/chat/completions", Serve.Body());

        if (fault is Fault.Reset) await Assert.ThrowsAsync<HttpRequestException>(() => posting);
        else Assert.DoesNotContain("usage", (await posting).Body);

        Assert.Equal(new(1, 0, 1, 0), server.Counts().Total);
    }

    [Fact]
    public async Task GenerateAsync_MixedFaultsThroughThePool_EachAnsweredOnceAndTheSameFaultsAgain()
    {
        var faults = FaultShares.Parse("5xx=15%,reset=0.1,malformed=0.1,empty-reasoning=0.05,length=0.05").Value!;
        var before = await CompleteAsync(faults);

        var after = await CompleteAsync(faults);

        Assert.Equal((200, 200, 0), (before.Each.Count, before.Total.Completed, before.CompletedAgain));
        Assert.Equal(before.Faults["5xx"] + before.Faults["reset"] + before.Faults["malformed"], before.Total.Broken);
        Assert.All(before.Faults, fault => Assert.InRange(fault.Value, fault.Key is "stall" ? 0 : 5, fault.Key is "stall" ? 0 : 100));
        Assert.Equal(before.Faults, after.Faults);
        Assert.Equal(before.Each, after.Each);
    }

    static async Task<CountsSnapshot> CompleteAsync(FaultShares faults)
    {
        await using var server = await Serve.StartAsync(new() { Faults = faults });
        var soon = TimeSpan.FromMilliseconds(1);
        var options = new PoolOptions { QuarantineAfter = 1000, FirstBackoff = soon, LongestBackoff = soon };
        await using var pool = Make.Pool(TimeProvider.System, options, new EndpointsSpec { List = [new() { Url = server.Address }] });
        await pool.TickAsync(default);
        var limits = new LimitsSpec { Attempts = 50 };
        var ended = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(number => pool.GenerateAsync(Make.Request(question: $"Question {number}", maxTokens: null), 0, limits, default)));
        Assert.All(ended, one => Assert.IsType<Generated>(one));
        return server.Counts();
    }

    [Fact]
    public void Draw_Shares_AboutAsOftenAndAnewWithEachTryAndSeed()
    {
        var shares = FaultShares.Parse("reset=0.25,length=50%").Value!;

        var drawn = Enumerable.Range(0, 10_000).CountBy(content => shares.Draw((UInt128)content, 1, 0)).ToDictionary();

        Assert.Equal(3, drawn.Count);
        Assert.InRange(drawn[Fault.Reset], 2400, 2600);
        Assert.InRange(drawn[Fault.Length], 4850, 5150);
        Assert.Equal(3, Enumerable.Range(1, 50).Select(number => shares.Draw(7, number, 0)).Distinct().Count());
        Assert.Equal(3, Enumerable.Range(1, 50).Select(seed => shares.Draw(7, 1, (ulong)seed)).Distinct().Count());
    }
}
