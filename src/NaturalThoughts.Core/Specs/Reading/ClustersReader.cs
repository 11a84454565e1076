using System.Collections.Immutable;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>clusters</c> in <c>annotate</c>: a name alone, or a map with options.</summary>
/// <param name="root">The spec.</param>
sealed class ClustersReader(MapReader root)
{
    /// <summary>What it reads.</summary>
    public const string Name = "clusters";

    const string Example = "annotate: [{clusters: {k: 1000}}]";

    static readonly ImmutableArray<string> Embedders = ["lexical", "model"];

    Place? _at;
    ClustersSpec _spec = new();
    string? _embedder;

    /// <summary>Takes an item of <c>annotate</c>; false where it is about something else.</summary>
    public bool Takes(string key, YamlNode node)
    {
        var entry = node is YamlMap { Entries: [var only] } ? only : null;
        var name = entry?.Key ?? node as YamlScalar;
        if (name?.Text != Name) return false;
        if (_at is not null) root.Reading.Report(name.At, $"`annotate` lists `{Name}` twice.", fix: "Keep one of them.");
        _at = name.At;
        if (entry is null || root.Map($"{key}.{Name}", entry.Value, SpecShape.Clusters, Example) is not { } map) return true;
        _spec = new()
        {
            K = (int?)map.Whole("k", 1, ClustersSpec.MostClusters) ?? _spec.K,
            Seed = (ulong?)map.Whole("seed", 0, ulong.MaxValue) ?? 0,
        };
        _embedder = map.Choice("embedder", Embedders);
        map.Finish();
        return true;
    }

    /// <summary>What was read; null where there was nothing.</summary>
    /// <param name="embedder">The model in the role <c>embedder</c>.</param>
    public ClustersSpec? Result(YamlScalar? embedder)
    {
        if (embedder is not null && (_at is null || _embedder == "lexical"))
            root.Reading.Report(embedder.At, $"The model `{MapReader.Cut(embedder.Text)}` is the embedder, and nothing needs its vectors.",
                fix: $"Write `{Example}`, without `embedder: lexical`; or remove the role.");
        if (_at is not { } at) return null;
        if (_embedder == "model" && embedder is null)
            root.Reading.Report(at, "`clusters` needs a model's vectors, and no model is the embedder.",
                fix: "Add `roles: {embedder: MODEL}`, a model with `task: embed`; or write `embedder: lexical`.");
        return _spec with { Embedder = embedder is null ? Embedder.Lexical : Embedder.Model };
    }
}
