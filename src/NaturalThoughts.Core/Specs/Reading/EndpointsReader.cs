using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>endpoints</c>: an address, a map with one, a list of either, or <c>{file: …}</c>.</summary>
static partial class EndpointsReader
{
    const string Recorded = "recorded:";
    const string Example = "endpoints: [http://host:8000/v1]";

    /// <summary>Where models are served.</summary>
    public static EndpointsSpec Read(MapReader root)
    {
        switch (root.Take("endpoints"))
        {
            case null:
                return new();
            case YamlMap map when map.Entries.All(entry => entry.Key.Text != "url"):
                return File(new(root.Reading, map, "endpoints", SpecShape.EndpointFile));
            case YamlList list:
                return new() { List = NoneTwice(root, Values.Items("endpoints", list)) };
            case var single:
                return new() { List = NoneTwice(root, [("endpoints", single)]) };
        }
    }

    static EndpointsSpec File(MapReader map)
    {
        map.Require("file", "Add `file: endpoints.txt` with one address a line, or list the addresses.");
        var file = map.Line("file", "a file with one address a line");
        map.Finish();
        return new() { File = file };
    }

    static ImmutableArray<EndpointSpec> NoneTwice(MapReader root, IEnumerable<(string Key, YamlNode Node)> items)
    {
        var endpoints = ImmutableArray.CreateBuilder<EndpointSpec>();
        foreach (var (key, node) in items)
        {
            if (Endpoint(root, key, node) is not { } endpoint) continue;
            if (endpoints.Any(other => other.Url == endpoint.Url))
                root.Reading.Report(node.At, $"`{endpoint.Url}` is listed twice.",
                    fix: "Keep one of them; `slots` says how much it takes at once.");
            endpoints.Add(endpoint);
        }

        return endpoints.ToImmutable();
    }

    static EndpointSpec? Endpoint(MapReader root, string key, YamlNode node)
    {
        if (node is YamlScalar)
            return root.Text(key, node, "an address as text") is { } url ? new() { Url = Checked(root, key, url) } : null;
        if (root.Map(key, node, SpecShape.Endpoint, Example) is not { } map) return null;
        map.Require("url", "Add `url: http://host:8000/v1`.");
        var address = map.Text("url", map.Take("url"), "an address as text") is { } text ? Checked(map, "url", text) : "";
        var endpoint = new EndpointSpec
        {
            Url = address,
            KeyVariable = KeyVariable(map),
            Slots = (int?)map.Whole("slots", 1, 100_000),
            Latency = map.Number("latency", seconds => seconds is >= 0 and <= 86_400, "seconds from 0 to 86400") ?? 0,
        };
        if (endpoint.Latency > 0 && !address.StartsWith(Recorded, StringComparison.Ordinal))
            map.Reading.Report(map.PlaceOf("latency"), $"`{map.PathOf("latency")}` is for recorded responses only.", fix: "Remove it.");
        map.Finish();
        return endpoint;
    }

    static string Checked(MapReader map, string key, YamlScalar scalar)
    {
        var text = scalar.Text;
        if (text.StartsWith(Recorded, StringComparison.Ordinal) && text.Length > Recorded.Length && !text.Any(char.IsControl)) return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` cannot be `{MapReader.Cut(text)}`.",
                "an address such as `http://host:8000/v1`, or `recorded:FILE`");
        else if (uri.UserInfo.Length > 0)
            map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` holds a user or a password.",
                fix: "Remove it, and name the variable that holds the key in `key_env`.");
        return text;
    }

    static string? KeyVariable(MapReader map)
    {
        if (map.Text("key_env", map.Take("key_env"), "the name of an environment variable") is not { } scalar) return null;
        if (Variable().IsMatch(scalar.Text)) return scalar.Text;
        // What stands here may be the key itself, so it is not repeated.
        map.Reading.Report(scalar.At, $"`{map.PathOf("key_env")}` does not name an environment variable.",
            "letters, digits and underscores, such as `CLUSTER_KEY`",
            "Put the key in a variable and name that here.");
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex Variable();
}
