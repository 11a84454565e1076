using System.Collections.Immutable;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>annotate</c>: which annotators run, and which of them are models.</summary>
sealed class AnnotateReader
{
    static readonly ImmutableArray<string> Names = [.. SpecNames.Annotators.Union(SpecNames.Rubrics), ClustersReader.Name];

    readonly SpecReading _reading;
    readonly BoundRoles _roles;
    readonly Dictionary<string, YamlScalar> _said = new(StringComparer.Ordinal);
    readonly List<string> _rules = [];
    readonly List<RubricSpec> _rubrics = [];
    readonly HashSet<ModelRole> _meant = [];

    AnnotateReader(SpecReading reading, BoundRoles roles) => (_reading, _roles) = (reading, roles);

    /// <summary>Puts the annotators into a spec whose sources are read.</summary>
    public static RunSpec Read(MapReader root, RunSpec spec, BoundRoles roles)
    {
        var (reader, clusters) = (new AnnotateReader(root.Reading, roles), new ClustersReader(root));
        if (root.Has("annotate"))
        {
            foreach (var (key, node) in root.List("annotate", "annotate: [cues, verbosity, repetition, answer]"))
                if (!clusters.Takes(key, node)) reader.Take(root, key, node);
            spec = spec with { Annotate = [.. reader._rules], Rubrics = [.. reader._rubrics] };
        }
        else root.Take("annotate");
        reader.Check(spec);
        return spec with { Annotator = roles.Annotator?.Text, Judge = roles.Judge?.Text, Clusters = clusters.Result(roles.Embedder) };
    }

    void Take(MapReader root, string key, YamlNode node)
    {
        var (scalar, options) = node is YamlMap { Entries: [{ Key: var only, Value: var value }] }
            ? (only, value) : (node as YamlScalar, (YamlNode?)null);
        if (options is null) scalar = root.Text(key, node, MapReader.OneOf(Names));
        if (scalar is null) return;
        if (!Names.Contains(scalar.Text) && !SpecNames.AnnotatorOfColumn.ContainsKey(scalar.Text))
            _reading.Report(scalar.At, $"`{MapReader.Cut(scalar.Text)}` is no annotator.", MapReader.OneOf(Names),
                _reading.DidYouMean(scalar.Text, Names));
        else if (!_said.TryAdd(scalar.Text, scalar))
            _reading.Report(scalar.At, $"`annotate` lists `{scalar.Text}` twice.", fix: "Keep one of them.");
        else if (options is null) Add(new() { Name = scalar.Text, By = RubricReader.RoleOf(scalar.Text) }, null);
        else if (!SpecNames.Rubrics.Contains(scalar.Text))
            _reading.Report(scalar.At, $"`{scalar.Text}` takes no options.", fix: $"Write `{scalar.Text}` alone.");
        else if (root.Map($"annotate.{scalar.Text}", options, SpecShape.Rubric, $"{scalar.Text}: {{max_chars: 40000}}") is { } map)
        {
            var (rubric, by) = RubricReader.Read(map, scalar.Text);
            Add(rubric, by);
        }
        else _meant.Add(RubricReader.RoleOf(scalar.Text));
    }

    // A model does what it is bound to do; what can be done by a rule is done by it otherwise.
    void Add(RubricSpec rubric, string? by)
    {
        var (name, scalar) = (rubric.Name, _said[rubric.Name]);
        var rule = SpecNames.Annotators.Contains(name) ? name : SpecNames.AnnotatorOfColumn.GetValueOrDefault(name);
        var bound = SpecNames.Rubrics.Contains(name) && _roles.Of(rubric.By) is not null;
        if (by == RubricReader.Rule && rule is null)
            _reading.Report(scalar.At, $"No rule fills `{name}`.", fix: "Leave `by` out, and bind a model to its role.");
        else if (by == RubricReader.Rule && !rubric.IsPlain)
            _reading.Report(scalar.At, $"`{name}` by rule has no other options.", fix: "Remove them, or leave `by` out.");
        else if (rule is not null && rubric.IsPlain && (by == RubricReader.Rule || (by is null && !bound)))
        {
            if (!_rules.Contains(rule)) _rules.Add(rule);
        }
        else
        {
            _meant.Add(rubric.By);
            _rubrics.Add(rubric);
            var role = RubricReader.NameOf(rubric.By);
            if (!bound)
                _reading.Report(scalar.At, $"`{name}` is filled by a model, and none is the {role}.",
                    fix: $"Add `{role}: MODEL` to `roles`, or leave `{name}` out.");
        }
    }

    void Check(RunSpec spec)
    {
        foreach (var role in RubricReader.Roles.Except(_meant))
            if (_roles.Of(role) is { } model)
                _reading.Report(model.At, $"Nothing in `annotate` asks the {RubricReader.NameOf(role)} `{MapReader.Cut(model.Text)}`.",
                    MapReader.OneOf(SpecNames.Rubrics.Where(name => RubricReader.RoleOf(name) == role)),
                    "List what it shall fill, or unbind it.");
        if (_rubrics.Exists(rubric => rubric.Name == "strategies") && _said.TryGetValue("cues", out var cues))
            _reading.Report(cues.At, "`cues` and `strategies` fill the same columns.", fix: "Keep one of them.");
        if (_rubrics.Exists(rubric => rubric.Name == "domain")
            && spec.Sources.FirstOrDefault(source => (source.Columns.Domain ?? source.Columns.Topic) is not null) is { } source)
            _reading.Report(_said["domain"].At, $"`domain` fills columns that the source `{MapReader.Cut(source.Name)}` maps.",
                fix: "Remove `domain` and `topic` from its `columns`, or leave `domain` out here.");
    }
}
