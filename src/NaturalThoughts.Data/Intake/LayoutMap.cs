using System.Collections.Immutable;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>The paths of one layout: what the spec says, else what the preset says.</summary>
sealed class LayoutMap
{
    public LayoutMap(SourceSpec source, PresetLayout layout)
    {
        var (own, known) = (source.Columns, layout.Columns);
        Question = RowPath.Of(own.Question ?? known.Question)!;
        Reference = RowPath.Of(own.Reference ?? known.Reference);
        Options = RowPath.Of(own.Options ?? known.Options);
        License = RowPath.Of(own.License ?? known.License);
        Labels = [.. Named("domain", own.Domain ?? known.Domain), .. Named("topic", own.Topic ?? known.Topic)];
        Scores = [.. source.Features.Select(feature => (feature.Key, RowPath.Of(feature.Value)!))];
        var (responses, expected) = own.Responses.IsDefaultOrEmpty ? (known.Responses, layout.ExpectsResponses) : (own.Responses, true);
        Responses = [.. responses.Select(response => new ResponsePaths(response, expected))];
    }

    public RowPath Question { get; }

    public RowPath? Reference { get; }

    public RowPath? Options { get; }

    public RowPath? License { get; }

    public ImmutableArray<(string Name, RowPath Path)> Labels { get; }

    public ImmutableArray<(string Name, RowPath Path)> Scores { get; }

    public ImmutableArray<ResponsePaths> Responses { get; }

    /// <summary>Top-level keys that the paths begin with.</summary>
    public IEnumerable<string> Roots =>
        new[] { Question, Reference, Options, License }.OfType<RowPath>()
            .Concat(Labels.Select(label => label.Path))
            .Concat(Scores.Select(score => score.Path))
            .SelectMany(path => path.Roots(false))
            .Concat(Responses.SelectMany(response => response.Roots));

    static IEnumerable<(string, RowPath)> Named(string name, string? path) => path is null ? [] : [(name, RowPath.Of(path)!)];
}
