using System.Collections.Immutable;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>annotate</c>: which annotators run.</summary>
static class AnnotateReader
{
    static readonly ImmutableSortedDictionary<string, string> NeedModels = new[]
    {
        ("domain", "Take it from the source with `columns: {domain: COLUMN}`."),
        ("topic", "Take it from the source with `columns: {topic: COLUMN}`."),
        ("strategies", "Use `cues`."),
        ("reasoning_type", "Remove it."),
        ("semantics", "Write `clusters`."),
    }.ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>The annotators, each once.</summary>
    /// <param name="root">The spec.</param>
    /// <param name="clusters">Takes what is said of clusters.</param>
    public static ImmutableArray<string>? Read(MapReader root, ClustersReader clusters)
    {
        if (!root.Has("annotate"))
        {
            root.Take("annotate");
            return null;
        }

        var annotators = new List<string>();
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, node) in root.List("annotate", "annotate: [cues, verbosity, repetition, answer]"))
        {
            if (clusters.Takes(key, node)) continue;
            if (Name(root, key, node) is not { Text: var name } scalar) continue;
            if (!said.Add(name)) root.Reading.Report(scalar.At, $"`annotate` lists `{name}` twice.", fix: "Keep one of them.");
            var annotator = SpecNames.AnnotatorOfColumn.GetValueOrDefault(name, name);
            if (!annotators.Contains(annotator)) annotators.Add(annotator);
        }

        return [.. annotators];
    }

    static YamlScalar? Name(MapReader root, string key, YamlNode node)
    {
        var scalar = node is YamlMap { Entries: [{ Key: var only }] } ? only : node as YamlScalar;
        if (scalar is not null && NeedModels.TryGetValue(scalar.Text, out var instead))
        {
            root.Reading.Report(scalar.At, $"`{scalar.Text}` needs a model as annotator, which is not available in this version.",
                fix: instead);
            return null;
        }

        if (root.Text(key, node, MapReader.OneOf(SpecNames.Annotators)) is not { } name) return null;
        if (SpecNames.Annotators.Contains(name.Text) || SpecNames.AnnotatorOfColumn.ContainsKey(name.Text)) return name;
        var known = SpecNames.Annotators.Add(ClustersReader.Name);
        root.Reading.Report(name.At, $"`{MapReader.Cut(name.Text)}` is no annotator.", MapReader.OneOf(known),
            root.Reading.DidYouMean(name.Text, known));
        return null;
    }
}
