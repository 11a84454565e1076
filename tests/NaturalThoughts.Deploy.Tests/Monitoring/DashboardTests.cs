using System.Text.Json;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Deploy.Tests.Monitoring;

public sealed partial class DashboardTests
{
    const int Columns = 24;

    public static TheoryData<string> Names => new(Dashboard.All.Select(dashboard => dashboard.Name));

    [Fact]
    public void Dashboards_AllTogether_AreTheFiveAndHaveUidsOfTheirOwn()
    {
        Assert.Equal(["fleet", "inference", "orleans", "run", "selection"], Dashboard.All.Select(dashboard => dashboard.Name));
        Assert.All(Dashboard.All, dashboard => Assert.Equal($"nt-{dashboard.Name}", dashboard.Uid));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_Panels_HaveIdsOfTheirOwnAndDoNotOverlap(string name)
    {
        var panels = Of(name).Everything.ToList();
        var squares = panels.SelectMany(panel => panel.Squares.Select(square => (square, panel))).ToList();

        Assert.Distinct(panels.Select(panel => panel.Id));
        Assert.All(squares, taken => Assert.InRange(taken.square.X, 0, Columns - 1));
        Assert.Empty(squares.GroupBy(taken => taken.square).Where(taken => taken.Count() > 1)
            .Select(taken => string.Join(" and ", taken.Select(one => one.panel.Title))).Distinct());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_EveryPanel_SaysWhatItShowsAndInWhichUnit(string name)
    {
        var panels = Of(name).Panels.ToList();

        Assert.Distinct(panels.Select(panel => panel.Title));
        Assert.All(panels, panel =>
        {
            var json = panel.Json;
            Assert.False(string.IsNullOrWhiteSpace(panel.Title));
            Assert.EndsWith(".", json.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(json.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!);
            Assert.Equal("${datasource}", json.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.NotEmpty(panel.Targets);
            Assert.Distinct(panel.Targets.Select(target => target.GetProperty("refId").GetString()));
            Assert.All(panel.Targets, target => Assert.NotEmpty(target.GetProperty("legendFormat").GetString()!));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_Variables_AreThoseThatItsPanelsUse(string name)
    {
        var dashboard = Of(name);
        var used = dashboard.Panels.SelectMany(panel => panel.Expressions)
            .SelectMany(expression => Variable().Matches(expression)).Select(match => match.Groups[1].Value).ToHashSet();
        used.Remove("__rate_interval");
        used.Add("datasource");

        Assert.Equal(used.Order(), dashboard.Variables.Select(variable => variable.GetProperty("name").GetString()!).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_Links_LeadToDashboards(string name)
    {
        var dashboard = Of(name);
        var leadsTo = DashboardLink().Matches(dashboard.Json.GetRawText()).Select(match => match.Groups[1].Value);
        var tags = dashboard.Json.GetProperty("links").EnumerateArray().SelectMany(link => Texts(link.GetProperty("tags")));

        Assert.Subset(Dashboard.All.Select(other => other.Uid).ToHashSet(), leadsTo.ToHashSet());
        Assert.Equal(["naturalthoughts"], tags);
        Assert.All(Dashboard.All, other => Assert.Contains("naturalthoughts", Texts(other.Json.GetProperty("tags"))));
    }

    static Dashboard Of(string name) => Dashboard.All.Single(dashboard => dashboard.Name == name);

    static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(one => one.GetString()!);

    [GeneratedRegex(@"\$\{?(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"/d/([\w-]+)")]
    private static partial Regex DashboardLink();
}
