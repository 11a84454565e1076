namespace NaturalThoughts.Deploy.Tests.Compose;

public sealed class ComposeDemoTests
{
    [Fact]
    public async Task Demo_AsProcesses_FormsAClusterAndCuratesItsRun()
    {
        RedisServer.SkipWithout();
        using var cluster = new ComposeCluster();
        await cluster.StartRedisAsync();
        foreach (var key in (string[])["key-demo", "key-viewer"]) Assert.Equal(0, (await cluster.RunAsync(key)).ExitCode);
        await cluster.StartModelsAsync();
        await cluster.StartSilosAsync();

        var (exitCode, said) = await cluster.RunAsync("demo");

        Assert.True(exitCode == 0, said);
        Assert.True(File.Exists(Path.Combine(cluster.Runs, "served", "datasets", "mixed", "manifest.json")));
        // With the key that Prometheus has.
        for (var silo = 0; silo < 2; silo++) Assert.Contains("naturalthoughts_", await cluster.AskAsync(silo, "metrics", "viewer"));
    }
}
