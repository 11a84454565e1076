using System.Net;
using System.Net.ServerSentEvents;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Server.Api.Resources;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

public sealed class EventTests : IDisposable
{
    const string Events = "runs/quickstart/events";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-events-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Events_StatusStaysAndChanges_AreOneEachAndAHeartbeatBetween()
    {
        var (time, status, looks) = (new FakeTimeProvider(), "a", 0);
        using var ending = new CancellationTokenSource();
        await using var events = EventResource.Of(
            _ => Task.FromResult(looks++ == 3 ? throw new TimeoutException() : status), "", time, ending.Token).GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("status", "a"), (events.Current.EventType, events.Current.Data));
        var next = events.MoveNextAsync().AsTask();
        for (var second = 0; second < 14; second++) await PassAsync();
        Assert.False(next.IsCompleted);
        await PassAsync();
        Assert.True(await next);
        Assert.Equal("heartbeat", events.Current.EventType);
        status = "b";
        next = events.MoveNextAsync().AsTask();
        await PassAsync();
        Assert.True(await next);
        Assert.Equal(("status", "b"), (events.Current.EventType, events.Current.Data));
        next = events.MoveNextAsync().AsTask();
        await ending.CancelAsync();
        Assert.False(await next);

        // Each look ends in a wait for the next second.
        async Task PassAsync()
        {
            var before = looks;
            time.Advance(EventResource.Pace);
            while (looks == before) await Task.Yield();
        }
    }

    [Fact]
    public async Task Events_CallerKnowsTheStatus_AreNotRepeated()
    {
        var time = new FakeTimeProvider();
        using var ending = new CancellationTokenSource();
        await using var first = EventResource.Of(_ => Task.FromResult("a"), "", time, ending.Token).GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());

        await using var again = EventResource.Of(_ => Task.FromResult("a"), first.Current.EventId!, time, ending.Token).GetAsyncEnumerator();
        var next = again.MoveNextAsync().AsTask();
        await ending.CancelAsync();

        Assert.False(await next);
    }

    [Fact]
    public void Streams_OfManyCallers_HaveABoundTogether()
    {
        var streams = new OpenStreams();
        var places = Enumerable.Range(0, OpenStreams.MostOfASilo).Select(number => streams.TryAdd($"{number % 50}")).ToList();
        Assert.DoesNotContain(null, places);

        Assert.Null(streams.TryAdd("somebody else"));
        places[0]!.Dispose();
        Assert.NotNull(streams.TryAdd("somebody else"));
        Assert.Null(streams.TryAdd("0"));
    }

    [Fact]
    public async Task Events_OfARunningServer_FollowTheRunUntilTheSiloLeaves()
    {
        using var serving = await ServeProcess.StartAsync(Path.Combine(_folder.FullName, "runs"));
        Assert.Equal(0, (await serving.CommandAsync("curate", Repository.Quickstart)).ExitCode);
        using var answer = await serving.StreamAsync(Events);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await using var events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());
        Assert.Contains("\"phase\":\"done\"", events.Current.Data, StringComparison.Ordinal);
        Assert.Equal(0, (await serving.CommandAsync("select", "quickstart", "--recipe", "random", "--size", "3", "--name", "new")).ExitCode);
        while (!events.Current.Data.Contains("\"name\":\"new\"", StringComparison.Ordinal)) Assert.True(await events.MoveNextAsync());
        await FillAsync(serving, OpenStreams.MostOfACaller - 1);
        serving.Program.Signal(CommandProcess.Terminate);
        while (await events.MoveNextAsync()) ;

        Assert.Equal(0, await serving.Program.EndAsync());
        Assert.DoesNotContain("   at ", serving.Program.Said, StringComparison.Ordinal);
    }

    // As many streams as the caller may open, then one too many; a place is free again once a stream was closed.
    static async Task FillAsync(ServeProcess serving, int free)
    {
        var open = new List<HttpResponseMessage>();
        while (open.Count < free) open.Add(await serving.StreamAsync(Events));
        Assert.All(open, stream => Assert.Equal(HttpStatusCode.OK, stream.StatusCode));
        using (var refused = await serving.StreamAsync(Events))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Contains("20 a caller", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        open[0].Dispose();
        open.Add(await serving.Program.UntilAsync(async () =>
            await serving.StreamAsync(Events) is { StatusCode: HttpStatusCode.OK } again ? again : null));
        foreach (var stream in open) stream.Dispose();
    }
}
