using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads a model's <c>extra</c> into a JSON object with its keys in ordinal order, so that the same fields are the same
/// text.</summary>
static class ExtraReader
{
    static readonly ImmutableSortedDictionary<string, string> Own = new[]
    {
        ("model", "model"), ("messages", "prompt"), ("temperature", "temperature"), ("top_p", "top_p"), ("max_tokens", "max_tokens"),
        ("max_completion_tokens", "max_tokens"), ("seed", "seed"), ("n", "samples"), ("stream", ""), ("stream_options", ""),
        ("input", "prompt"), ("encoding_format", ""),
    }.ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>The object's text; null when absent or empty.</summary>
    public static string? Read(MapReader model)
    {
        if (model.Take("extra") is not { } value) return null;
        if (value is not YamlMap map)
        {
            model.Mismatch("extra", value, "a map", "Write `extra: {top_k: 20}`.");
            return null;
        }

        foreach (var (key, _) in map.Entries)
            if (Own.TryGetValue(key.Text, out var own))
                model.Reading.Report(key.At, $"`{model.PathOf("extra")}` cannot set `{key.Text}`.",
                    fix: own.Length > 0 ? $"Set the model's `{own}`." : "Remove it; in what form answers come is settled.");
        return map.Entries.IsEmpty ? null : Json(model, map)!.ToJsonString();
    }

    static JsonNode? Json(MapReader model, YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.OrderBy(entry => entry.Key.Text, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key.Text, Json(model, entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(item => Json(model, item))]),
        YamlScalar scalar => Scalar(model, scalar),
        _ => null,
    };

    static JsonNode? Scalar(MapReader model, YamlScalar scalar)
    {
        if (scalar.IsNull) return null;
        if (scalar.Plain && scalar.Text is ("true" or "false")) return JsonValue.Create(scalar.Text == "true");
        if (YamlKind.TryWhole(scalar, out var whole)) return JsonNode.Parse(decimal.Truncate(whole).ToString(CultureInfo.InvariantCulture));
        if (YamlKind.TryNumber(scalar, out var number)) return JsonValue.Create(number);
        if (scalar.Plain && scalar.Text.TrimStart('+', '-').ToLowerInvariant() is ".inf" or ".nan")
        {
            model.Reading.Report(scalar.At, $"`{model.PathOf("extra")}` holds `{scalar.Text}`.", "a value JSON can hold");
            return null;
        }

        return model.Text("extra", scalar, "a value JSON can hold") is { } text ? JsonValue.Create(text.Text) : null;
    }
}
