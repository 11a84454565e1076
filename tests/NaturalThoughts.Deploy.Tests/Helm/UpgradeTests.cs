namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class UpgradeTests
{
    [Fact]
    public async Task Template_OverAnEarlierInstallation_KeepsKeysAndPasswords()
    {
        string[] pool = ["--set", "pools[0].name=a,pools[0].model=m"];
        var before = Secrets(await Chart.TextAsync(pool));
        using var cluster = new ClusterWithSecrets(before);

        var after = Secrets(await Chart.TextAsync(
            [.. pool, "--dry-run=server", "--disable-openapi-validation", "--kube-apiserver", cluster.Address]));

        Assert.Equal(3, after.Length);
        Assert.Equal(before.Select(Said), after.Select(Said));
    }

    [Fact]
    public async Task Template_WithoutACluster_MakesOthersEachTime()
    {
        var (one, other) = (Secrets(await Chart.TextAsync()), Secrets(await Chart.TextAsync()));
        Assert.All(one.Zip(other), pair => Assert.NotEqual(Said(pair.First), Said(pair.Second)));
    }

    static Manifest[] Secrets(string text) =>
        [.. YamlJson.Documents(text).Select(document => new Manifest(document)).Where(manifest => manifest.Kind is "Secret")];

    static string Said(Manifest secret) => $"{secret}: {secret.At("stringData")}";
}
