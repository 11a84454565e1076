using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

public sealed class FairSharingTests : IDisposable
{
    const int Questions = 500;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-sharing-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Serve_TwoRunsOnOneModelServer_EachGetsItsShare()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "questions.jsonl"), Trial.Questions(Questions));
        await using var server = await ModelServer.StartAsync(new()
        {
            Models = ["teach"], ReasoningTokens = new(50, 200), Settings = new() { Latency = TimeSpan.FromMilliseconds(150), Slots = 8 },
        });
        using var serving = await ServeProcess.StartAsync(Path.Combine(_folder.FullName, "runs"), null,
            "--set", $"Http:Folders={_folder.FullName}", "--set", $"Inference:Endpoints={server.Address}/v1");
        foreach (var run in new[] { "one", "two" }) await serving.CurateAsync(_folder.FullName, Trial.Spec(run));

        // Each has begun, and each has more to ask than there is room for, all that time.
        var from = await SealedAsync(serving, (one, two) => one > 30 && two > 30);
        var to = await SealedAsync(serving, (one, two) => one > Questions * 3 / 4 || two > Questions * 3 / 4);
        var share = (double)(to.One - from.One) / (to.One + to.Two - from.One - from.Two);
        Trial.Say($"of {to.One + to.Two - from.One - from.Two} completions the first run had {share:P1}");

        Assert.InRange(share, 0.4, 0.6);
    }

    static async Task<(long One, long Two)> SealedAsync(ServeProcess serving, Func<long, long, bool> look)
    {
        while (true)
        {
            var (one, two) = ((await serving.UntilAsync("one", _ => true)).Sealed, (await serving.UntilAsync("two", _ => true)).Sealed);
            if (look(one, two)) return (one, two);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
