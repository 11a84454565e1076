using System.Text.Json.Nodes;

namespace NaturalThoughts.Deploy.Tests.Helm;

/// <summary>Objects of Prometheus' operator, by its API reference: the fields a chart may use, and those it has to.</summary>
static class CustomResource
{
    const string Api = "monitoring.coreos.com/v1";

    /// <summary>All that is wrong with one.</summary>
    public static IEnumerable<string> Wrong(Manifest manifest) => (manifest.ApiVersion, manifest.Kind) switch
    {
        (Api, "ServiceMonitor") => Monitor(manifest.At("spec")),
        (Api, "PrometheusRule") => Rules(manifest.At("spec")),
        _ => [$"{manifest}: nobody knows this kind."],
    };

    static IEnumerable<string> Monitor(JsonNode? spec) =>
    [
        .. Fields(spec, "spec", ["selector", "endpoints"], ["namespaceSelector", "jobLabel", "targetLabels", "podTargetLabels"]),
        .. Fields(spec?["namespaceSelector"] ?? new JsonObject(), "namespaceSelector", [], ["matchNames", "any"]),
        .. Manifest.Each(spec?["endpoints"]).SelectMany(Endpoint),
    ];

    static IEnumerable<string> Endpoint(JsonObject endpoint) =>
    [
        .. Fields(endpoint, "endpoint", ["port"],
            ["path", "scheme", "interval", "scrapeTimeout", "authorization", "tlsConfig", "relabelings", "metricRelabelings"]),
        .. Fields(endpoint["authorization"] ?? Empty("credentials"), "authorization", ["credentials"], ["type"]),
        .. Fields(Manifest.At(endpoint, "authorization.credentials") ?? Empty("key"), "credentials", ["key"], ["name", "optional"]),
        .. Fields(endpoint["tlsConfig"] ?? new JsonObject(), "tlsConfig", [], ["ca", "cert", "keySecret", "serverName"]),
        .. Manifest.Each(endpoint["relabelings"]).SelectMany(relabeling =>
            Fields(relabeling, "relabeling", [], ["sourceLabels", "targetLabel", "regex", "replacement", "action"])),
    ];

    static IEnumerable<string> Rules(JsonNode? spec) =>
    [
        .. Fields(spec, "spec", ["groups"], []),
        .. Manifest.Each(spec?["groups"]).SelectMany(group => Fields(group, "group", ["name", "rules"], ["interval", "limit", "labels"])),
        .. Manifest.Each(spec?["groups"]).SelectMany(group => Manifest.Each(group["rules"])).SelectMany(Rule),
    ];

    static IEnumerable<string> Rule(JsonObject rule)
    {
        var alert = rule["alert"] is not null;
        string[] further = alert ? ["for", "keep_firing_for", "labels", "annotations"] : ["labels"];
        return Fields(rule, "rule", [alert ? "alert" : "record", "expr"], further);
    }

    static JsonObject Empty(string field) => new() { [field] = "" };

    static IEnumerable<string> Fields(JsonNode? node, string where, string[] required, string[] further)
    {
        if (node is not JsonObject found) return [$"{where}: an object is missing."];
        return
        [
            .. required.Where(field => !found.ContainsKey(field)).Select(field => $"{where}: `{field}` is missing."),
            .. found.Select(field => field.Key).Except([.. required, .. further]).Select(field => $"{where}: there is no `{field}`."),
        ];
    }
}
