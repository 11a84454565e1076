using System.Collections.Immutable;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Which model does what, by the names of <c>models</c>.</summary>
/// <param name="Teachers">Those that write traces.</param>
/// <param name="Baselines">Those that are compared with.</param>
/// <param name="Annotator">The one that annotates.</param>
/// <param name="Judge">The one that compares answers.</param>
/// <param name="Embedder">The one that embeds questions.</param>
sealed record BoundRoles(
    ImmutableArray<string> Teachers, ImmutableArray<string> Baselines, YamlScalar? Annotator, YamlScalar? Judge, YamlScalar? Embedder)
{
    /// <summary>Nobody does anything.</summary>
    public static BoundRoles None { get; } = new([], [], null, null, null);

    /// <summary>The model that judges in a role; null where none is bound to it.</summary>
    public YamlScalar? Of(ModelRole role) => role is ModelRole.Judge ? Judge : Annotator;
}
