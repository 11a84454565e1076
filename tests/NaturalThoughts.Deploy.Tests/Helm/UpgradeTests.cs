using System.Collections.Immutable;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class UpgradeTests
{
    [Fact]
    public async Task Template_OverAnEarlierInstallation_KeepsKeysAndPasswords()
    {
        string[] pool = ["--set", "pools[0].name=a,pools[0].model=m"];
        var before = Secrets(await Chart.MadeAsync(pool));
        using var cluster = new EarlierCluster(before);

        var after = Secrets(await OverAsync(cluster, pool));

        Assert.Equal(3, after.Length);
        Assert.Equal(before.Select(Said), after.Select(Said));
    }

    [Fact]
    public async Task Template_WithoutACluster_MakesOthersEachTime()
    {
        var (one, other) = (Secrets(await Chart.MadeAsync()), Secrets(await Chart.MadeAsync()));
        Assert.All(one.Zip(other), pair => Assert.NotEqual(Said(pair.First), Said(pair.Second)));
    }

    // A pool of none is looked at by no autoscaler.
    [Theory]
    [InlineData(3, 3)]
    [InlineData(0, 2)]
    public async Task Template_OverAPoolThatIsToBeScaled_LeavesItThePodsItHas(int live, int expected)
    {
        string[] pool = ["--set", "pools[0].name=a,pools[0].model=m,pools[0].autoscaling.metric.name=age"];
        string[] scaled = [.. pool, "--set", "pools[0].autoscaling.enabled=true,pools[0].autoscaling.minReplicas=2"];
        using var cluster = new EarlierCluster([Pool(await Chart.MadeAsync([.. pool, "--set", $"pools[0].replicas={live}"]))]);

        Assert.Equal(expected, (int)Pool(await OverAsync(cluster, scaled)).At("spec.replicas")!);
        Assert.Equal(2, (int)Pool(await Chart.MadeAsync(scaled)).At("spec.replicas")!);
    }

    // It reads them only then. The password is kept, or another one each time where there is no cluster.
    [Fact]
    public async Task Redis_WithAnotherList_StartsAnew()
    {
        var (one, again) = (await RedisAsync(), await RedisAsync());
        var others = new[] { await RedisAsync("--set", "cluster.id=b"), await RedisAsync("--set", "cluster.service=b") };

        Assert.Equal(one, again);
        Assert.Equal(3, others.Append(one).Distinct().Count());
        Assert.DoesNotContain("", others.Append(one));
    }

    static async Task<string> RedisAsync(params string[] arguments)
    {
        var redis = (await Chart.MadeAsync(arguments)).One("Deployment", "redis");
        return (string?)Manifest.At(redis.Pod, "metadata.annotations")?["checksum/config"] ?? "";
    }

    static Task<ImmutableArray<Manifest>> OverAsync(EarlierCluster cluster, string[] arguments) => Chart.MadeAsync(
        [.. arguments, "--dry-run=server", "--disable-openapi-validation", "--kube-apiserver", cluster.Address]);

    static Manifest Pool(IEnumerable<Manifest> made) => made.One("Deployment", "pool-a");

    static Manifest[] Secrets(IEnumerable<Manifest> made) => [.. made.Where(manifest => manifest.Kind is "Secret")];

    static string Said(Manifest secret) => $"{secret}: {secret.At("stringData")}";
}
