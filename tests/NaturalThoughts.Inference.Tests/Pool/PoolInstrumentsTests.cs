using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Pool;
using NaturalThoughts.Inference.Tests.Support;
using NaturalThoughts.Tests;
using static NaturalThoughts.Inference.Tests.Support.ScriptedServer;

namespace NaturalThoughts.Inference.Tests.Pool;

/// <summary>An endpoint's address names it apart from those of tests beside.</summary>
public sealed class PoolInstrumentsTests
{
    readonly FakeTimeProvider _time = new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    readonly LimitsSpec _limits = new() { Attempts = 2 };

    [Fact]
    public async Task GenerateAsync_Response_SaysWhenItBegan()
    {
        using var heard = new Heard();
        await using var server = await StartAsync(context =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            return Sse(context, Chunk.Whole("5"));
        });
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);

        Assert.IsType<Generated>(await pool.GenerateAsync(Make.Request(), 0, _limits, default));

        var said = Assert.Single(heard.Sums("time_to_first_token", Named(server)));
        Assert.Equal(($"model=m endpoint={server.Address}/v1", 3), (said.Key, said.Value));
        Assert.Empty(heard.Sums("requests.failed", Named(server)));
    }

    [Fact]
    public async Task GenerateAsync_Failures_SayTheirReasonEach()
    {
        using var heard = new Heard();
        await using var server = await StartAsync(context => Status(context, 502, "a text of the server's"));
        await using var pool = Make.Pool(_time, null, server);
        await pool.TickAsync(default);

        var generation = pool.GenerateAsync(Make.Request(), 0, _limits, default);
        await _time.PassUntilAsync(pool, () => generation.IsCompleted);

        Assert.IsType<Refused>(await generation);
        var said = Assert.Single(heard.Sums("requests.failed", Named(server)));
        Assert.Equal(($"model=m endpoint={server.Address}/v1 reason=http-502", 2), (said.Key, said.Value));
        Assert.Empty(heard.Sums("time_to_first_token", Named(server)));
    }

    [Fact]
    public async Task Gauges_RequestsInFlight_SayHowManyOfHowMany()
    {
        using var heard = new Heard();
        var released = new TaskCompletionSource();
        await using var server = await StartAsync(async context =>
        {
            await released.Task.WaitAsync(context.RequestAborted);
            await Sse(context, Chunk.Whole("5"));
        });
        var pool = await StartedAsync(new EndpointsSpec { List = [new() { Url = server.Address, Slots = 3 }] });
        // A second run names the same endpoint in its spec.
        var other = await StartedAsync(new EndpointsSpec { List = [new() { Url = server.Address, Slots = 2 }] });
        var all = Enumerable.Range(0, 4).Select(sample => pool.GenerateAsync(Make.Request(), sample, _limits, default))
            .Append(other.GenerateAsync(Make.Request(), 0, _limits, default)).ToList();
        await ReachedAsync(() => server.Bodies.Count == 4);

        Assert.Equal(4, heard.Now("endpoint.slots.used", Named(server))[$"endpoint={server.Address}/v1"]);
        Assert.Equal(5, heard.Now("endpoint.slots.limit", Named(server))[$"endpoint={server.Address}/v1"]);

        released.SetResult();
        await Task.WhenAll(all);
        await other.DisposeAsync();
        await ReachedAsync(() => heard.Now("endpoint.slots.used", Named(server)).Single().Value == 0);
        Assert.Equal(3, heard.Now("endpoint.slots.limit", Named(server)).Single().Value);
        await pool.DisposeAsync();
        foreach (var gauge in (string[])["slots.used", "slots.limit", "state", "empty_reasoning"])
            Assert.Empty(heard.Now($"endpoint.{gauge}", Named(server)));
    }

    [Fact]
    public async Task State_EndpointFallsIll_IsTheOneThatIsOne()
    {
        using var heard = new Heard();
        await using var server = await StartAsync(context => Status(context, 401, ""));
        await using var pool = await StartedAsync(new EndpointsSpec { List = [new() { Url = server.Address }] });
        Assert.Equal("healthy", State());

        var generation = pool.GenerateAsync(Make.Request(), 0, _limits, default);
        await ReachedAsync(() => pool.Snapshot().Endpoints[0].State is EndpointState.Quarantined);

        Assert.Equal("quarantined", State());
        Assert.Equal(["healthy", "ontrial", "paused", "quarantined", "unknown"],
            heard.Now("endpoint.state", Named(server)).Keys.Select(about => about.Split("state=")[1]).Order());

        string State() => heard.Now("endpoint.state", Named(server)).Single(said => said.Value == 1).Key.Split("state=")[1];
    }

    [Fact]
    public async Task EmptyReasoning_TeacherThatSaysNone_IsZeroUntilItIsAnAlarm()
    {
        using var heard = new Heard();
        await using var server = await StartAsync(context => Sse(context, Chunk.Content("5") + Chunk.Finish() + Chunk.Done));
        await using var pool = await StartedAsync(
            new EndpointsSpec { List = [new() { Url = server.Address }] }, new() { EmptyReasoningAlarm = 3 });
        List<double> alarms = [];
        for (var sample = 0; sample < 4; sample++)
        {
            await pool.GenerateAsync(Make.Request(), sample, _limits, default);
            alarms.Add(heard.Now("endpoint.empty_reasoning", Named(server))[$"endpoint={server.Address}/v1 model=m"]);
        }

        Assert.Equal([0, 0, 3, 4], alarms);
    }

    async Task<ModelPool> StartedAsync(EndpointsSpec endpoints, PoolOptions? options = null)
    {
        var pool = Make.Pool(_time, options, endpoints);
        pool.Start();
        await ReachedAsync(() => pool.Snapshot().Endpoints[0].State is EndpointState.Healthy);
        return pool;
    }

    static string Named(ScriptedServer server) => $"endpoint={server.Address}/v1";

    static async Task ReachedAsync(Func<bool> reached)
    {
        using var stuck = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!reached()) await Task.Delay(TimeSpan.FromMilliseconds(1), stuck.Token);
    }
}
