using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Deploy.Tests.Helm;

public sealed partial class ValuesTableTests
{
    static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static JsonNode Schema { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")))!;

    [Fact]
    public void Table_OfTheReadme_HasEveryValueWithItsDefault()
    {
        var values = Leaves(YamlJson.OfFile(Path.Combine(Chart.Folder, "values.yaml")), Schema, "").ToDictionary();
        var table = Row().Matches(File.ReadAllText(Path.Combine(Chart.Folder, "README.md")))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        Assert.True(values.Count > 100);
        Assert.Equal(values.OrderBy(pair => pair.Key, StringComparer.Ordinal), table.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Examples_OfTheReadme_Render()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Chart.Folder, "README.md"), TestContext.Current.CancellationToken);
        var examples = Example().Matches(readme)
            .Select(match => match.Groups[1].Value).Where(yaml => !yaml.StartsWith("rules:", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, examples.Count);
        foreach (var example in examples)
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, example, TestContext.Current.CancellationToken);
            Assert.NotEmpty(await Chart.TextAsync("--values", file));
            File.Delete(file);
        }
    }

    [Fact]
    public void Schema_EveryValueItKnows_HasADefault()
    {
        var values = YamlJson.OfFile(Path.Combine(Chart.Folder, "values.yaml"));
        Assert.Empty(Missing(values, Schema, "").Except(["global"]));
    }

    [Fact]
    public void Schema_OfAPool_IsThatOfItsDefaults()
    {
        var pool = Schema["properties"]!["pools"]!["items"]!["properties"]!.AsObject().Select(field => field.Key);
        var defaults = Schema["properties"]!["poolDefaults"]!["properties"]!.AsObject().Select(field => field.Key);
        Assert.Equal(defaults.Union(["name", "model"]).Order(), pool.Order());
    }

    // A value that people set as a whole: what is no map, and maps whose keys are theirs.
    static IEnumerable<KeyValuePair<string, string>> Leaves(JsonNode? value, JsonNode schema, string path)
    {
        if (value is JsonObject map && Fields(schema) is { } fields && !path.EndsWith("esources", StringComparison.Ordinal))
            return map.SelectMany(pair => Leaves(pair.Value, fields[pair.Key]!, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}"));
        var text = value is JsonValue scalar && scalar.TryGetValue<string>(out var plain) && plain.Length > 0 ? plain : Json(value);
        return [new(path, text)];
    }

    static IEnumerable<string> Missing(JsonNode? value, JsonNode schema, string path) =>
        Fields(schema) is not { } fields || path.EndsWith("esources.", StringComparison.Ordinal) ? [] : fields.SelectMany(field =>
            value?[field.Key] is { } found ? Missing(found, field.Value!, $"{path}{field.Key}.") : [path + field.Key]);

    static JsonObject? Fields(JsonNode schema) => schema["$ref"] is { } reference
        ? Fields(Schema["definitions"]![((string)reference!).Split('/')[^1]]!)
        : schema["properties"] as JsonObject;

    // As the table has it: a space after each colon and comma.
    static string Json(JsonNode? value) => value switch
    {
        JsonObject map => $"{{{string.Join(", ", map.Select(pair => $"\"{pair.Key}\": {Json(pair.Value)}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(Json))}]",
        _ => value?.ToJsonString(AsWritten) ?? "null",
    };

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| `([^`]+)` \| `([^`]*)` \| \S.* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
