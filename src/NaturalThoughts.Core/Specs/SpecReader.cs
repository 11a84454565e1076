using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs.Reading;

namespace NaturalThoughts.Core.Specs;

/// <summary>Reads a spec file. Nothing in it is ignored: a key or value that means nothing here is a problem, and all problems are said at
/// once.</summary>
public static class SpecReader
{
    /// <summary>The spec with its defaults filled in, or every problem in the order of their places.</summary>
    /// <param name="yaml">The file's text: one YAML document of at most 1 MiB characters, 10,000 values and 32 levels, without anchors,
    /// aliases and tags.</param>
    /// <param name="fileName">The name problems give the file.</param>
    /// <param name="check">Checks the expressions; without one they are taken as they are.</param>
    public static Checked<RunSpec> Read(string yaml, string fileName, ExpressionCheck? check = null)
    {
        var reading = new SpecReading(yaml, fileName);
        if (reading.Root(SpecShape.Run) is not { } root) return reading.Result<RunSpec>(null);
        root.Require("run", "Add `run: NAME`.");
        var spec = Pool(root);
        var columns = new FeatureSchema(spec.Sources.SelectMany(source => source.Features.Keys));
        spec = spec with { Selections = SelectionReader.Read(root, columns, spec.Clusters is not null) };
        spec = spec with { Datasets = DatasetReader.Read(root, spec) };
        root.Finish();
        if (!spec.Selections.IsEmpty && !spec.Sources.IsEmpty && !BringsTraces(spec))
            reading.Report(root.PlaceOf("selections"),
                "There will be no traces to select from: no model is a teacher, and no source brings a teacher's responses.",
                fix: "Add `roles: {teacher: MODEL}`, or `columns: {responses: [{role: teacher, …}]}` to a source.");
        reading.Check(check, spec);
        return reading.Result(spec);
    }

    /// <summary>Every preset but natural-reasoning reads a teacher's responses; there they are baseline responses.</summary>
    static bool BringsTraces(RunSpec spec) =>
        !spec.Teachers.IsEmpty
        || spec.Sources.Any(source => source.Run is not null || source.Preset is not (null or "natural-reasoning")
            || source.Columns.Responses.Any(response => response.Role is ModelRole.Teacher));

    static RunSpec Pool(MapReader root)
    {
        var defaults = new RunSpec { Run = "", Sources = [] };
        var (models, embedding) = ModelsReader.Read(root);
        var roles = RolesReader.Read(root, models, [.. embedding.Keys]);
        var run = root.Name("run");
        var spec = new RunSpec
        {
            Run = run ?? "",
            Shards = (int?)root.Whole("shards", 1, 4096) ?? defaults.Shards,
            Sources = SourceReader.Read(root, run),
            Clean = CleanReader.Read(root),
            Endpoints = EndpointsReader.Read(root),
            Models = models,
            EmbeddingModels = embedding,
            Teachers = roles.Teachers,
            Baselines = roles.Baselines,
            Embedder = roles.Embedder,
            Difficulty = root.Expression("difficulty", FeatureKind.Number),
        };
        spec = AnnotateReader.Read(root, spec, roles);
        return spec with { Limits = LimitsReader.Read(root, spec) };
    }
}
