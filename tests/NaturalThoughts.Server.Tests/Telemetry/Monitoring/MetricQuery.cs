using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NaturalThoughts.Deploy.Tests.Monitoring;

namespace NaturalThoughts.Server.Tests.Telemetry.Monitoring;

/// <summary>What a panel or an alert asks Prometheus for.</summary>
/// <param name="Where">The dashboard, or the rules.</param>
/// <param name="Who">The panel, or the alert.</param>
/// <param name="Expression">In PromQL, without variables.</param>
sealed partial record MetricQuery(string Where, string Who, string Expression)
{
    // All that may come to nothing here, and why.
    static readonly ImmutableArray<(string Part, string Reason)> Excused =
    [
        ("vllm:", "The model servers of tests are no vLLM."),
        ("long_running_turns", "No grain holds its thread so long."),
        ("Status!=\"Ok\"", "All messages are handled well."),
    ];

    /// <summary>What all dashboards ask for.</summary>
    public static ImmutableArray<MetricQuery> ByDashboards { get; } =
    [
        .. from dashboard in Dashboard.All
           from panel in dashboard.Panels
           from expression in panel.Expressions
           select new MetricQuery(dashboard.Name, panel.Title, Variable().Replace(expression, name => name.Value == "$__rate_interval" ? "10s" : ".*")),
    ];

    /// <summary>What the variables of dashboards offer.</summary>
    public static ImmutableArray<MetricQuery> ByVariables { get; } =
    [
        .. from dashboard in Dashboard.All
           from variable in dashboard.Variables
           where variable.GetProperty("type").GetString() == "query"
           let values = LabelValues().Match(variable.GetProperty("query").GetProperty("query").GetString()!)
           select new MetricQuery(dashboard.Name, $"${variable.GetProperty("name")}", $"count by ({values.Groups[2]}) ({values.Groups[1]}{{{values.Groups[2]}!=\"\"}})"),
    ];

    /// <summary>The series that alerts are made from.</summary>
    public static ImmutableArray<MetricQuery> ByAlerts { get; } =
    [
        .. from alert in AlertRule.All
           from selector in Selector().Matches(alert.Expression).Select(match => match.Value).Distinct()
           select new MetricQuery("alerts", alert.Name, selector),
    ];

    /// <summary>Why it may come to nothing; null: it has to come to something.</summary>
    public string? Excuse => Excused.FirstOrDefault(excused => Expression.Contains(excused.Part, StringComparison.Ordinal)).Reason;

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^label_values\((\w+), (\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\b(naturalthoughts_\w+|up)\b(\{[^}]*\})?")]
    private static partial Regex Selector();
}
