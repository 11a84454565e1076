using System.Collections.Immutable;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>models</c>, a map from the name the spec uses to the model.</summary>
static class ModelsReader
{
    const string Example = "models: {r1: {model: deepseek-ai/DeepSeek-R1}}";

    static readonly ImmutableArray<string> Tasks = ["chat", "embed"];

    // What a model that embeds has no use for.
    static readonly ImmutableArray<string> OfChat = ["system", "temperature", "top_p", "max_tokens", "seed", "samples"];

    /// <summary>The models by name: those that chat, and those that embed.</summary>
    public static (ImmutableSortedDictionary<string, ModelSpec> Chat, ImmutableSortedDictionary<string, EmbeddingModelSpec> Embed) Read(
        MapReader root)
    {
        var models = ImmutableSortedDictionary.CreateBuilder<string, ModelSpec>(StringComparer.Ordinal);
        var embedding = ImmutableSortedDictionary.CreateBuilder<string, EmbeddingModelSpec>(StringComparer.Ordinal);
        var value = root.Take("models");
        if (value is not (null or YamlMap)) root.Mismatch("models", value, "a map", $"Write `{Example}`.");
        foreach (var (name, node) in (value as YamlMap)?.Entries ?? [])
        {
            Values.CheckName(root.Reading, name, "A model's name");
            var map = root.Map($"models.{name.Text}", node, SpecShape.Model, Example);
            if (map?.Choice("task", Tasks) is "embed") embedding[name.Text] = Embedding(name.Text, map);
            else models[name.Text] = map is null ? new() { Name = name.Text, Model = "" } : Model(name.Text, map);
        }

        return (models.ToImmutable(), embedding.ToImmutable());
    }

    static EmbeddingModelSpec Embedding(string name, MapReader map)
    {
        map.Require("model", "Add `model:` with the name servers know it by.");
        foreach (var key in OfChat)
            if (map.Take(key) is not null)
                map.Reading.Report(map.PlaceOf(key), $"`{map.PathOf(key)}` means nothing for a model that embeds.", fix: "Remove it.");
        var model = new EmbeddingModelSpec
        {
            Name = name,
            Model = map.Line("model", "the name servers know it by") ?? "",
            Prompt = Prompt(map) ?? "{question}",
            Extra = ExtraReader.Read(map),
        };
        map.Finish();
        return model;
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
