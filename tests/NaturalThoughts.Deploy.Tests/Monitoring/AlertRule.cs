using System.Collections.Immutable;
using YamlDotNet.Serialization;

namespace NaturalThoughts.Deploy.Tests.Monitoring;

/// <summary>An alert as Prometheus is given it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expression">When it fires, in PromQL.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Annotations">What it says.</param>
sealed record AlertRule(string Name, string Expression, string Severity, ImmutableDictionary<string, string> Annotations)
{
    /// <summary>The folder of the rules.</summary>
    public static string Folder { get; } = Path.Combine(Server.Tests.Support.Repository.Root, "deploy", "prometheus");

    /// <summary>All there are.</summary>
    public static ImmutableArray<AlertRule> All { get; } = Read(File.ReadAllText(Path.Combine(Folder, "rules.yaml")));

    static ImmutableArray<AlertRule> Read(string yaml) =>
    [
        .. from @group in new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Group>>>(yaml)["groups"]
           from rule in @group.Rules
           select new AlertRule(rule.Alert, rule.Expr, rule.Labels["severity"], rule.Annotations.ToImmutableDictionary()),
    ];

    sealed record Group
    {
        [YamlMember(Alias = "name")]
        public string Name { get; init; } = "";

        [YamlMember(Alias = "rules")]
        public List<Rule> Rules { get; init; } = [];
    }

    sealed record Rule
    {
        [YamlMember(Alias = "alert")]
        public string Alert { get; init; } = "";

        [YamlMember(Alias = "expr")]
        public string Expr { get; init; } = "";

        [YamlMember(Alias = "for")]
        public string For { get; init; } = "";

        [YamlMember(Alias = "labels")]
        public Dictionary<string, string> Labels { get; init; } = [];

        [YamlMember(Alias = "annotations")]
        public Dictionary<string, string> Annotations { get; init; } = [];
    }
}
