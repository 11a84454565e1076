namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed class RefusalTests
{
    [Fact]
    public async Task Template_NobodyAskedWhoTheyAre_IsRefused()
    {
        var said = await Chart.RefusalAsync("auth.generate=false");
        Assert.Contains("Nobody would be asked who they are", said, StringComparison.Ordinal);
        Assert.Contains("auth.existingSecret", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The silos would not find each other", "redis.bundled.enabled=false")]
    [InlineData("There are two Redis", "redis.external.connection=redis:6379")]
    [InlineData("tokens that were meant for others", "auth.oidc.authority=https://login.example.org")]
    [InlineData("asks for metrics that are not served", "serviceMonitor.enabled=true", "telemetry.metrics=false")]
    [InlineData("needs a viewer's key", "serviceMonitor.enabled=true", "auth.existingSecret=mine", "auth.viewerKey=")]
    [InlineData("Set ingress.host", "ingress.enabled=true")]
    [InlineData("Two pools are named `a`", "pools[0].name=a", "pools[0].model=m", "pools[1].name=a", "pools[1].model=m")]
    [InlineData("Nothing records what pool `a` is to be scaled by", "pools[0].name=a", "pools[0].model=m",
        "pools[0].autoscaling.enabled=true")]
    [InlineData("is more than", "pools[0].name=a", "pools[0].model=m", "prometheusRule.enabled=true",
        "poolDefaults.autoscaling.enabled=true", "poolDefaults.autoscaling.minReplicas=9")]
    [InlineData("would have the same port", "pools[0].name=a", "pools[0].model=m", "pools[0].modelServer.port=8080")]
    [InlineData("Set api.tls.existingSecret", "api.tls.caKey=ca.crt")]
    [InlineData("belong together", "redis.external.tls.certificateKey=tls.crt")]
    public async Task Template_ThatCannotWork_SaysWhatToSet(string expected, params string[] sets) =>
        Assert.Contains(expected, await Chart.RefusalAsync(sets), StringComparison.Ordinal);

    [Theory]
    [InlineData("genrate", "auth.genrate=true")]
    [InlineData("Redis:Password", "settings.Redis:Password=secret")]
    [InlineData("Http:KeysFile", "settings.Http:KeysFile=/keys")]
    [InlineData("Telemetry:Metric", "settings.Telemetry:Metric=false")]
    [InlineData("/redis/external/connection", "redis.external.connection=redis:6379\\,password=secret")]
    [InlineData("missing property 'model'", "pools[0].name=a")]
    [InlineData("/pools/0/name", "pools[0].name=A_B", "pools[0].model=m")]
    [InlineData("'gpu' not allowed", "pools[0].name=a", "pools[0].model=m", "pools[0].gpu=8")]
    [InlineData("/prometheusRule/runbooks", "prometheusRule.runbooks=docs")]
    [InlineData("/drain/graceSeconds", "drain.graceSeconds=5m")]
    [InlineData("/auth/keys/0/sha256", "auth.keys[0].name=ada", "auth.keys[0].role=viewer", "auth.keys[0].sha256=the-key-itself")]
    public async Task Template_ValuesThatDoNotExist_AreRefusedByTheSchema(string expected, params string[] sets)
    {
        var said = await Chart.RefusalAsync(sets);
        Assert.Contains("schema", said, StringComparison.Ordinal);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }
}
