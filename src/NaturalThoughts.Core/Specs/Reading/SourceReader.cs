using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>source</c>: a map, <c>run:NAME</c>, or a list of either.</summary>
static class SourceReader
{
    const string Example = "source: {path: data/questions.jsonl, columns: {question: question}}";

    /// <summary>All sources; at least one is required.</summary>
    /// <param name="root">The file.</param>
    /// <param name="run">The run's own name.</param>
    public static ImmutableArray<SourceSpec> Read(MapReader root, string? run)
    {
        root.Require("source", $"Add `{Example}`.");
        var sources = ImmutableArray.CreateBuilder<SourceSpec>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, node) in Nodes(root))
        {
            if (Source(root, key, node) is not ({ } source, var at)) continue;
            if (!names.Add(source.Name))
                root.Reading.Report(at, source.Run is null ? $"Two sources are named `{source.Name}`." : $"`{source.Name}` is there twice.",
                    fix: source.Run is null ? "Give each its own `name`." : "Keep one of them.");
            if (source.Run is not null && source.Run == run)
                root.Reading.Report(at, "A run cannot be its own source.",
                    fix: "Name another run, or leave it out: a run keeps what it has.");
            sources.Add(source);
        }

        return sources.ToImmutable();
    }

    static (SourceSpec? Source, Place At) Source(MapReader root, string key, YamlNode node)
    {
        if (node is YamlScalar scalar && scalar.Text.StartsWith(SourceSpec.RunPrefix, StringComparison.Ordinal))
        {
            var name = scalar with { Text = scalar.Text[SourceSpec.RunPrefix.Length..] };
            Values.CheckName(root.Reading, name, $"The run in `{key}`");
            return (OfRun(name.Text), scalar.At);
        }

        if (node is YamlMap entries && entries.Entries.Any(entry => entry.Key.Text == "run"))
        {
            var run = root.Map(key, node, SpecShape.SourceRun, Example)!;
            return (Run(run), run.PlaceOf("run"));
        }

        if (root.Map(key, node, SpecShape.Source, Example) is not { } map) return default;
        return (Source(map), map.PlaceOf(map.Has("name") ? "name" : "path"));
    }

    static SourceSpec Run(MapReader map)
    {
        var source = OfRun(map.Name("run") ?? "") with { Features = Features(map) };
        map.Finish();
        return source;
    }

    static SourceSpec OfRun(string run) => new() { Path = "", Name = SourceSpec.RunPrefix + run, Run = run };

    static IEnumerable<(string Key, YamlNode Node)> Nodes(MapReader root)
    {
        var value = root.Take("source");
        if (value is not YamlList list) return value is null ? [] : [("source", value)];
        if (list.Items.IsEmpty) root.Reading.Report(list.At, "`source` is an empty list.", "at least one source", $"Write `{Example}`.");
        return Values.Items("source", list);
    }

    static SourceSpec Source(MapReader map)
    {
        map.Require("path", "Add `path: FILE`; it may be a folder or a glob.");
        var path = map.Line("path", "a file, folder or glob as text") ?? "";
        if (path.Contains("://", StringComparison.Ordinal))
            map.Reading.Report(map.PlaceOf("path"), $"`{map.PathOf("path")}` is an address on the network.", "a file, folder or glob",
                "Download it first.");
        var preset = map.Choice("preset", SpecNames.Presets);
        var columns = map.Map("columns", SpecShape.Columns, "columns: {question: question}");
        var source = new SourceSpec
        {
            Path = path,
            Name = map.Line("name", "a name as text") ?? NameOf(path),
            Preset = preset,
            License = map.Line("license", "an SPDX id such as `apache-2.0`"),
            Columns = columns is null ? new() : Columns(columns),
            Features = Features(map),
        };
        if (map.Lacks("preset") && (columns?.Lacks("question") ?? map.Lacks("columns")))
            map.Reading.Report(map.At, $"`{map.Path}` does not say where the question stands.",
                fix: $"Add `columns: {{question: COLUMN}}`, or `preset:` with {MapReader.OneOf(SpecNames.Presets)}.");
        map.Finish();
        return source;
    }

    /// <summary>The last part of a path without wildcards, less its extension.</summary>
    internal static string NameOf(string path)
    {
        var part = path.Split('/', '\\').TakeWhile(part => part.AsSpan().IndexOfAny('*', '?') < 0)
            .LastOrDefault(part => part is not ("" or "." or ".."));
        if (part is null) return "source";
        foreach (var packed in new[] { ".gz", ".zst" })
            if (part.EndsWith(packed, StringComparison.OrdinalIgnoreCase)) part = part[..^packed.Length];
        var dot = part.LastIndexOf('.');
        return dot > 0 ? part[..dot] : part;
    }

    static ColumnMap Columns(MapReader map)
    {
        var columns = new ColumnMap
        {
            Question = map.Dotted("question"),
            Reference = map.Dotted("reference"),
            Options = map.Dotted("options"),
            Domain = map.Dotted("domain"),
            Topic = map.Dotted("topic"),
            License = map.Dotted("license"),
            Responses = [.. map.List("responses", "responses: [{role: teacher, content: response}]")
                .Select(item => map.Map(item.Key, item.Node, SpecShape.Responses, "{role: teacher, content: response}"))
                .OfType<MapReader>().Select(Response)],
        };
        map.Finish();
        return columns;
    }

    static ResponseMap Response(MapReader map)
    {
        map.Require("role", "Add `role: teacher` or `role: baseline`.");
        map.Require("content", "Add `content: COLUMN`, the column of the response's text.");
        if (map.Has("model") && map.Has("model_column"))
            map.Reading.Report(map.PlaceOf("model_column"), $"`{map.Path}` has both `model` and `model_column`.", fix: "Keep one of them.");
        var each = map.Dotted("each");
        var response = new ResponseMap
        {
            Role = map.Choice("role", ["teacher", "baseline"]) is "baseline" ? ModelRole.Baseline : ModelRole.Teacher,
            Each = each,
            Model = map.Line("model", "a model's name as text"),
            ModelColumn = map.Dotted("model_column"),
            Content = map.Dotted("content", orItself: each is not null) ?? "",
            Reasoning = map.Dotted("reasoning"),
            FinishReason = map.Dotted("finish_reason"),
            Tokens = map.Dotted("tokens"),
            ReasoningTokens = map.Dotted("reasoning_tokens"),
            Error = map.Dotted("error"),
        };
        map.Finish();
        return response;
    }

    static ImmutableSortedDictionary<string, string> Features(MapReader source)
    {
        var features = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var value = source.Take("features");
        if (value is not (null or YamlMap)) source.Mismatch("features", value, "a map", "Write `features: {NAME: COLUMN}`.");
        foreach (var (key, node) in (value as YamlMap)?.Entries ?? [])
        {
            var path = $"features.{key.Text}";
            var column = Dotted(source, path, source.Text(path, node, "a column as text"), orItself: false);
            if (FeatureSchema.BuiltIn.Any(builtIn => builtIn.Name == key.Text))
                source.Reading.Report(key.At, $"`{key.Text}` is a built-in column.",
                    fix: $"Name it otherwise, for example `source_{key.Text}`.");
            else if (!SpecNames.IsColumn(key.Text))
                source.Reading.Report(key.At, $"`{MapReader.Cut(key.Text)}` cannot name a column.",
                    "letters, digits and underscores, not starting with a digit, and no word of the recipe language");
            else if (column is not null)
                features[key.Text] = column;
        }

        return features.ToImmutable();
    }

    /// <summary>A column.</summary>
    internal static string? Dotted(this MapReader map, string key, bool orItself = false) =>
        Dotted(map, key, map.Text(key, map.Take(key), "a column as text"), orItself);

    static string? Dotted(MapReader map, string key, YamlScalar? path, bool orItself)
    {
        if (path is null || path.Text.Length == 0 && orItself) return path?.Text;
        if (path.Text.Split('.').All(part => part.Trim().Length > 0) && !path.Text.Any(char.IsControl)) return path.Text;
        map.Reading.Report(
            path.At,
            path.Text.Length == 0 ? $"`{map.PathOf(key)}` is empty." : $"`{map.PathOf(key)}` cannot be `{MapReader.Cut(path.Text)}`.",
            "a column, with dots between the levels: `result.content`, `responses.0.text`",
            path.Text.Length == 0 && key == "content" ? "An empty `content` is the element itself and needs `each`." : null);
        return null;
    }
}
