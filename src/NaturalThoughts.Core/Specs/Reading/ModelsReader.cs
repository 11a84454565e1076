using System.Collections.Immutable;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>models</c>, a map from the name the spec uses to the model.</summary>
static class ModelsReader
{
    const string Example = "models: {r1: {model: deepseek-ai/DeepSeek-R1}}";

    /// <summary>The models by name.</summary>
    public static ImmutableSortedDictionary<string, ModelSpec> Read(MapReader root)
    {
        var models = ImmutableSortedDictionary.CreateBuilder<string, ModelSpec>(StringComparer.Ordinal);
        var value = root.Take("models");
        if (value is not (null or YamlMap)) root.Mismatch("models", value, "a map", $"Write `{Example}`.");
        foreach (var (name, node) in (value as YamlMap)?.Entries ?? [])
        {
            Values.CheckName(root.Reading, name, "A model's name");
            var map = root.Map($"models.{name.Text}", node, SpecShape.Model, Example);
            models[name.Text] = map is null ? new() { Name = name.Text, Model = "" } : Model(name.Text, map);
        }

        return models.ToImmutable();
    }

    static ModelSpec Model(string name, MapReader map)
    {
        map.Require("model", "Add `model:` with the name servers know it by.");
        var model = new ModelSpec
        {
            Name = name,
            Model = map.Line("model", "the name servers know it by") ?? "",
            System = map.Text("system"),
            Prompt = Prompt(map) ?? "{question}",
            Temperature = map.Number("temperature", value => value >= 0, "a number of at least 0"),
            TopP = map.Number("top_p", value => value is > 0 and <= 1, "a number above 0, at most 1"),
            MaxTokens = (int?)map.Whole("max_tokens", 1, int.MaxValue),
            Seed = (long?)map.Whole("seed", long.MinValue, long.MaxValue),
            Samples = (int?)map.Whole("samples", 1, 10_000) ?? 1,
            Extra = ExtraReader.Read(map),
        };
        map.Finish();
        return model;
    }

    static string? Prompt(MapReader map)
    {
        var prompt = map.Text("prompt", "a text that holds `{question}`");
        if (prompt?.Contains("{question}", StringComparison.Ordinal) is false)
            map.Reading.Report(map.PlaceOf("prompt"), $"`{map.PathOf("prompt")}` never mentions the question.",
                "a text that holds `{question}`", "Put `{question}` where the question goes.");
        return prompt;
    }
}
