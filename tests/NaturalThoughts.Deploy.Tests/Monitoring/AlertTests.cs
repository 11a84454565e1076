using System.Text.RegularExpressions;

namespace NaturalThoughts.Deploy.Tests.Monitoring;

public sealed partial class AlertTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-prometheus-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Rules_ReadByPrometheus_AreSound() => await PromtoolAsync("check", "rules", Path.Combine(AlertRule.Folder, "rules.yaml"));

    [Fact]
    public async Task Rules_OverTime_FireAndClearAsTheyAreMeantTo() =>
        await PromtoolAsync("test", "rules", Path.Combine(AlertRule.Folder, "rules.test.yaml"));

    [Fact]
    public async Task Configuration_WithAKeyBesideIt_IsSound()
    {
        foreach (var file in Directory.GetFiles(AlertRule.Folder)) File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(_folder.CreateSubdirectory("keys").FullName, "viewer.key"), "a-key-of-a-viewer");

        await PromtoolAsync("check", "config", Path.Combine(_folder.FullName, "prometheus.yaml"));
    }

    [Fact]
    public void Alerts_EachOfThem_HasARunbookAndATest()
    {
        var tested = File.ReadAllText(Path.Combine(AlertRule.Folder, "rules.test.yaml"));

        Assert.Distinct(AlertRule.All.Select(alert => alert.Name));
        Assert.Equal(AlertRule.All.Select(alert => alert.Name), Heading().Matches(Runbooks()).Select(match => match.Groups[1].Value));
        Assert.All(AlertRule.All, alert =>
        {
            Assert.Equal($"docs/operations.md#{alert.Name.ToLowerInvariant()}", alert.Annotations["runbook_url"]);
            Assert.Matches($@"alertname: {alert.Name}\s+eval_time: \w+\s+exp_alerts:", tested);
            Assert.Contains(alert.Severity, (string[])["critical", "warning"]);
            Assert.NotEmpty(alert.Annotations["summary"]);
            Assert.NotEmpty(alert.Annotations["description"]);
        });
    }

    [Fact]
    public void Runbooks_PanelsToLookAt_AreThere()
    {
        var named = Emphasis().Matches(Runbooks()).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.InRange(named.Count, AlertRule.All.Length, int.MaxValue);
        Assert.Subset(Dashboard.All.SelectMany(dashboard => dashboard.Panels).Select(panel => panel.Title).ToHashSet(), named);
    }

    [Fact]
    public void Alerts_InDashboards_AreAlerts() =>
        Assert.All(
            Dashboard.All.SelectMany(dashboard => AlertName().Matches(dashboard.Json.GetRawText())).Select(match => match.Value),
            name => Assert.Contains(name, AlertRule.All.Select(alert => alert.Name)));

    // Beside its model server each silo calls it by the same address.
    [Fact]
    public void Endpoints_InAlertsAndPanels_AreKnownBySiloAndAddress()
    {
        var expressions = AlertRule.All.Select(alert => alert.Expression)
            .Concat(Dashboard.All.SelectMany(dashboard => dashboard.Panels).SelectMany(panel => panel.Expressions));
        var grouped = expressions.SelectMany(expression => By().Matches(expression)).Select(match => match.Groups[1].Value.Split(", "))
            .Where(labels => labels.Contains("endpoint")).ToList();

        Assert.NotEmpty(grouped);
        Assert.All(grouped, labels => Assert.Contains("instance", labels));
    }

    static string Runbooks()
    {
        var operations = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var section = operations[operations.IndexOf("\n## Alerts\n", StringComparison.Ordinal)..];
        return section[..section.IndexOf("\n## ", 1, StringComparison.Ordinal)];
    }

    static Task<string> PromtoolAsync(params string[] arguments)
    {
        Tool.SkipWithout("promtool", "`apt-get install prometheus`");
        return Tool.RunAsync("promtool", arguments);
    }

    [GeneratedRegex(@"^### (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<!\*)\*([^*\n]+)\*(?!\*)")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"(?:by|on) \(([^)]*)\)")]
    private static partial Regex By();

    [GeneratedRegex(@"NaturalThoughts[A-Z]\w+")]
    private static partial Regex AlertName();
}
