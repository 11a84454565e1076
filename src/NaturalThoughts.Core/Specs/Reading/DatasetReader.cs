using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>datasets</c>: what is emitted.</summary>
static class DatasetReader
{
    const string Example = "{name: train-10k, selection: random-10k}";

    /// <summary>All datasets of a spec whose selections are read, in their order.</summary>
    public static ImmutableArray<DatasetSpec> Read(MapReader root, RunSpec spec)
    {
        var datasets = ImmutableArray.CreateBuilder<DatasetSpec>();
        foreach (var (key, node) in root.List("datasets", $"datasets: [{Example}]"))
        {
            if (root.Map(key, node, SpecShape.Dataset, Example) is not { } map) continue;
            var dataset = Dataset(map, spec);
            if (datasets.Any(other => dataset.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)))
                root.Reading.Report(map.PlaceOf("name"), $"Two datasets are named `{dataset.Name}`.",
                    fix: "Give each its own `name`; upper and lower case count as the same.");
            datasets.Add(dataset);
        }

        return datasets.ToImmutable();
    }

    static DatasetSpec Dataset(MapReader map, RunSpec spec)
    {
        map.Require("name", "Add `name:`; the dataset's folder has it.");
        map.Require("selection", "Add `selection:` with a name from `selections`.");
        var dataset = new DatasetSpec
        {
            Name = map.Name("name") ?? "",
            Selection = Selection(map, [.. spec.Selections.Select(selection => selection.Name)]),
            Layout = map.Choice("layout", SpecNames.Layouts) ?? "prompt-completion",
            Format = map.Choice("format", SpecNames.Formats) ?? "parquet",
            Pairs = map.Choice("pairs", SpecNames.Pairs),
            Seed = (ulong?)map.Whole("seed", 0, ulong.MaxValue),
            Validation = Validation(map) ?? 0,
        };
        if (map.Map("mix", SpecShape.Mix, "mix: {system2: 0.4}") is { } mix) dataset = Mixed(dataset, mix, spec);
        if (map.Has("pairs") && map.Has("mix"))
            map.Reading.Report(map.PlaceOf("mix"), $"`{map.Path}` has both `mix` and `pairs`.",
                fix: "Leave `mix` out: both sides of a pair keep the reasoning they have.");
        if (map.Map("system", SpecShape.System, "system: {think: TEXT, no_think: TEXT}") is { } system) dataset = Prompts(dataset, system);
        map.Finish();
        return dataset;
    }

    static string Selection(MapReader map, ImmutableArray<string> selections)
    {
        if (map.Text("selection", map.Take("selection"), "a selection's name") is not { Text: var name } scalar) return "";
        if (!selections.Contains(name))
            map.Reading.Report(scalar.At, $"`{map.PathOf("selection")}` names the unknown selection `{MapReader.Cut(name)}`.",
                selections.IsEmpty ? null : MapReader.OneOf(selections),
                map.Reading.DidYouMean(name, selections) ?? "Add it under `selections`.");
        return name;
    }

    static DatasetSpec Mixed(DatasetSpec dataset, MapReader mix, RunSpec spec)
    {
        mix.Require("system2", "Add `system2:` with a share or an expression.");
        dataset = dataset with { System2 = System2(mix), Condensed = mix.Choice("system1", SpecNames.System1) == SpecNames.Condensed };
        if (dataset.Condensed && !spec.Rubrics.Any(rubric => rubric.Name == Condensed.Rubric))
            mix.Reading.Report(mix.PlaceOf("system1"), $"`{mix.PathOf("system1")}` wants condensed answers, and nobody writes them.",
                fix: "Add `condense` to `annotate`, and a model as `annotator` to `roles`.");
        mix.Finish();
        return dataset;
    }

    static string? System2(MapReader mix)
    {
        const string expected = "a share from 0 to 1, 0% to 100%, or an expression such as `disagree`";
        if (mix.Text("system2", mix.Take("system2"), expected) is not { } scalar) return null;
        if (scalar.Text.Trim().Length == 0) mix.Reading.Report(scalar.At, $"`{mix.PathOf("system2")}` is empty.", expected);
        else if (!YamlKind.TryShare(scalar.Text, out var share)) return mix.Reading.Expression(scalar, FeatureKind.Flag);
        else if (share is >= 0 and <= 1) return share.ToString("R", CultureInfo.InvariantCulture);
        else mix.Mismatch("system2", scalar, expected);
        return null;
    }

    static double? Validation(MapReader map)
    {
        if (map.Map("split", SpecShape.Split, "split: {validation: 0.01}") is not { } split) return null;
        var share = split.Share("validation", share => share is >= 0 and < 1, "a share from 0 to below 1, or 0% to below 100%");
        split.Finish();
        return share;
    }

    static DatasetSpec Prompts(DatasetSpec dataset, MapReader system)
    {
        if (system.Has("adaptive") && (system.Has("think") || system.Has("no_think")))
            system.Reading.Report(system.PlaceOf("adaptive"), $"`{system.Path}` has `adaptive` beside `think` or `no_think`.",
                fix: "Keep `adaptive` to let the model decide, or the other two to tell it.");
        dataset = dataset with { Think = system.Text("think"), NoThink = system.Text("no_think"), Adaptive = system.Text("adaptive") };
        system.Finish();
        return dataset;
    }
}
