using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>A source's columns, made ready: the preset's, and over them the spec's.</summary>
sealed class RowMap
{
    readonly ImmutableArray<(RowPath Sign, LayoutMap Map)> _layouts;

    RowMap(SourceSpec source, Preset? preset)
    {
        var layouts = preset?.Layouts ?? [new("", new() { Question = "question" }, ExpectsResponses: true)];
        _layouts = [.. layouts.Select(layout => (RowPath.Of(layout.Sign)!, new LayoutMap(source, layout)))];
        WithoutQuestion = preset?.WithoutQuestion;
    }

    /// <summary>The preset's advice about rows without a question.</summary>
    public string? WithoutQuestion { get; }

    /// <summary>Top-level keys that any layout looks at.</summary>
    public IReadOnlySet<string> Roots =>
        _layouts.SelectMany(layout => layout.Sign.Roots(false).Concat(layout.Map.Roots)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The map of a source, or what is wrong with its preset and columns.</summary>
    public static Checked<RowMap> Of(SourceSpec source)
    {
        var problems = source.Columns.Responses.SelectMany((response, place) => Faults(source, response, place)).ToList();
        var preset = source.Preset is null ? null : Presets.Find(source.Preset);
        if (source.Preset is not null && preset is null)
        {
            problems.Add(new(
                $"There is no preset `{source.Preset}`.",
                $"source {source.Name}",
                Expected: $"one of {string.Join(", ", Presets.Names)}",
                Fix: $"{NearestName.DidYouMean(source.Preset, Presets.Names)} Without a preset, name the columns under `columns`."
                    .TrimStart()));
        }

        return problems.Count > 0 ? new(problems) : new(new RowMap(source, preset));
    }

    /// <summary>The layout of a row.</summary>
    public LayoutMap LayoutOf(JsonElement row)
    {
        var scope = new RowScope(row);
        for (var at = 0; at < _layouts.Length - 1; at++)
            if (!_layouts[at].Sign.Find(scope).IsAbsent)
                return _layouts[at].Map;
        return _layouts[^1].Map;
    }

    static IEnumerable<Problem> Faults(SourceSpec source, ResponseMap response, int place)
    {
        var where = $"source {source.Name}, columns.responses[{place}]";
        if (response.Model is null && response.ModelColumn is null)
            yield return new("The responses have no model's name.", where, Fix: "Give `model` (a name) or `model_column` (its column).");
        if (response.Each is null && response.Content.Length == 0)
            yield return new("`content` is empty.", where, Fix: "Name the column of the text; an empty path is for elements of `each`.");
    }
}
