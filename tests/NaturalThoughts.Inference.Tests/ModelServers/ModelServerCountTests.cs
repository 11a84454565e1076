using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tests.Support;
using NaturalThoughts.ModelServers;
using NaturalThoughts.ModelServers.Counting;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.ModelServers.Settings;

namespace NaturalThoughts.Inference.Tests.ModelServers;

public sealed class ModelServerCountTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Counts_SameAndOtherContents_ToldApart()
    {
        await using var server = await ModelServer.StartAsync(Serve.Options);
        const string Path = "/v1/chat/completions";
        await server.PostAsync(Path, Serve.Body());
        await server.PostAsync(Path, Serve.Body(more: ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        await server.PostAsync(Path, """{"messages": [{"role":"user","content":"What is 2 + 3?"}], "model": "m"}""");
        await server.PostAsync(Path, Serve.Body(more: ",\"temperature\":0.5"));
        await server.PostAsync(Path, Serve.Body("another"));

        var counts = server.Counts();

        Assert.Equal((3, 5, 1), (counts.Each.Count, counts.Total.Completed, counts.CompletedAgain));
        Assert.Contains(counts.Each.Values, one => one == new RequestCounts(3, 3, 0, 0));
    }

    [Fact]
    public async Task GetCounts_Each_JsonOfTheSnapshot()
    {
        await using var server = await ModelServer.StartAsync(Serve.Options);
        await server.AskAsync();

        using var plain = JsonDocument.Parse(await server.GetAsync("/counts"));
        using var each = JsonDocument.Parse(await server.GetAsync("/counts?each=true"));

        var totals = plain.RootElement;
        Assert.Equal((1, 1), (totals.GetProperty("contents").GetInt32(), totals.GetProperty("completed").GetInt32()));
        Assert.Equal(0, totals.GetProperty("faults").GetProperty("5xx").GetInt32());
        Assert.False(totals.TryGetProperty("each", out _));
        var one = each.RootElement.GetProperty("each").GetProperty(server.Counts().Each.Keys.Single());
        Assert.Equal(1, one.GetProperty("tries").GetInt32());
    }

    [Fact]
    public async Task GenerateAsync_MoreThanTheSlots_TurnedAwayWithRetryAfter()
    {
        var time = new FakeTimeProvider();
        var settings = new ServerSettings { Slots = 2, Latency = TimeSpan.FromSeconds(1), RetryAfter = TimeSpan.FromSeconds(7) };
        await using var server = await Serve.StartAsync(settings, time);
        Task<Generation>[] asking = [server.AskAsync("a"), server.AskAsync("b")];
        await Serve.UntilAsync(() => server.Counts().Running == 2);

        var refused = Assert.IsType<Refused>(await server.AskAsync("c"));
        await Serve.UntilAsync(() => asking.All(one => one.IsCompleted), () => time.Advance(TimeSpan.FromSeconds(1)));

        Assert.Equal(("http-429", Blame.Load, TimeSpan.FromSeconds(7)), (refused.Rejection.Reason, refused.Blame, refused.RetryAfter));
        Assert.All(await Task.WhenAll(asking), one => Assert.IsType<Generated>(one));
        var counts = server.Counts();
        Assert.Equal((new(2, 2, 0, 1), 2, 0), (counts.Total, counts.HighestRunning, counts.Running));
        Assert.True(counts.Busy >= 2 * settings.Latency, $"{counts.Busy}");
    }

    [Fact]
    public async Task GenerateAsync_AsManyAtOnceAsThereAreSlots_NoneTurnedAway()
    {
        await using var server = await Serve.StartAsync(new() { Slots = 3 });
        var endpoints = new EndpointsSpec { List = [new() { Url = server.Address, Slots = 3 }] };
        await using var pool = Make.Pool(TimeProvider.System, null, endpoints);
        await pool.TickAsync(default);

        await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(number => pool.GenerateAsync(Make.Request(question: $"{number}"), 0, new(), default)));

        Assert.Equal(new(200, 200, 0, 0), server.Counts().Total);
        Assert.InRange(server.Counts().HighestRunning, 1, 3);
    }

    [Fact]
    public async Task StartAsync_LogOfAnEarlierServer_CountsOnAndDropsATornLine()
    {
        var options = Serve.Options with { Log = _folder.Named("log.tsv") };
        await using (var earlier = await ModelServer.StartAsync(options))
            foreach (var question in (string[])["a", "b", "a"]) await earlier.AskAsync(question);
        await File.AppendAllTextAsync(options.Log, "0123");

        await using (var later = await ModelServer.StartAsync(options))
        {
            await later.AskAsync("b");
            var counts = later.Counts();
            Assert.Equal((new(4, 4, 0, 0), 2), (counts.Total, counts.CompletedAgain));
            var logged = (await File.ReadAllLinesAsync(options.Log)).Select(line => line.Split('\t')[0]);
            Assert.Equal(counts.Each.Keys, logged.Distinct().Order());
        }

        Assert.Equal(4, (await File.ReadAllLinesAsync(options.Log)).Length);
    }

    [Fact]
    public async Task StartAsync_FileIsNoLog_SaysWhere()
    {
        var path = _folder.Write("log.tsv", "what is this\n");

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => ModelServer.StartAsync(Serve.Options with { Log = path }));

        Assert.StartsWith($"{path}:1: ", failure.Message);
    }

    [Fact]
    public async Task PostReset_Counted_FromZeroAndLogEmpty()
    {
        var options = Serve.Options with { Log = _folder.Named("log.tsv") };
        await using var server = await ModelServer.StartAsync(options);
        await server.AskAsync();

        await server.PostAsync("/reset", "");

        Assert.Empty(server.Counts().Each);
        Assert.Equal(0, server.Counts().HighestRunning);
        await server.AskAsync();
        Assert.Single(await File.ReadAllLinesAsync(options.Log));
    }

    [Fact]
    public async Task PostSettings_WhileRunning_NextRequestsGoByThem()
    {
        await using var server = await ModelServer.StartAsync(Serve.Options);

        var (status, body) = await server.PostAsync(
            "/settings",
            """{"latency":"1ms","tokens_per_second":1e5,"slots":9,"retry_after":"2s","stall":"3m","faults":{"5xx":1}}""");

        Assert.Equal(200, status);
        Assert.Equal(body, await server.GetAsync("/settings"));
        var settings = server.Settings;
        Assert.Equal((TimeSpan.FromMilliseconds(1), 1e5, 9, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(3)),
            (settings.Latency, settings.TokensPerSecond, settings.Slots, settings.RetryAfter, settings.Stall));
        Assert.StartsWith("http-5", Assert.IsType<Refused>(await server.AskAsync()).Rejection.Reason);
        await server.PostAsync("/settings", """{"faults":{}}""");
        Assert.IsType<Generated>(await server.AskAsync());
        Assert.Equal(9, server.Settings.Slots);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"latancy":"1s"}""", "Did you mean `latency`?")]
    [InlineData("""{"latency":1}""", "Expected a time")]
    [InlineData("""{"slots":-1}""", "`slots` cannot be -1. Expected a whole number from 0.")]
    [InlineData("""{"slots":2,"faults":{"5xx":0.9,"reset":0.2}}""", "add up to 1.1")]
    [InlineData("""{"faults":"5xx=1"}""", "an object of shares")]
    public async Task PostSettings_Wrong_RefusedAndNothingChanged(string json, string message)
    {
        await using var server = await Serve.StartAsync(new ServerSettings { Slots = 5, Faults = FaultShares.None });

        var (status, body) = await server.PostAsync("/settings", json);

        Assert.Equal((400, 5), (status, server.Settings.Slots));
        Assert.Contains(message, body);
    }
}
