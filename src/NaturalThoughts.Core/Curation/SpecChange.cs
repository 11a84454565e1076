using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Curation;

/// <summary>What a new spec means for the responses an earlier one paid for.</summary>
public static class SpecChange
{
    /// <summary>Models whose committed responses answer no request of the new spec: their prompt or parameters changed, or they lost their role.</summary>
    public static ImmutableArray<(ModelRole Role, ModelSpec Model)> Orphaned(RunSpec before, RunSpec after)
    {
        var asked = Asked(after).Select(pair => (pair.Role, Settings(pair.Model))).ToHashSet();
        return [.. Asked(before).Where(pair => !asked.Contains((pair.Role, Settings(pair.Model))))];
    }

    /// <summary>What cannot change once a run is made.</summary>
    public static IEnumerable<Problem> Refused(RunSpec before, RunSpec after)
    {
        if (before.Shards != after.Shards)
            yield return new($"This run was made with {before.Shards} shards and the spec now says {after.Shards}.", "shards",
                Fix: $"Set `shards: {before.Shards}`, or give the run another name.");
        for (var source = 0; source < before.Sources.Length; source++)
            if (source >= after.Sources.Length || Reading(before, before.Sources[source]) != Reading(before, after.Sources[source] with { Path = before.Sources[source].Path }))
                yield return new(
                    $"Rows of source `{before.Sources[source].Name}` were taken in and the spec now {(source < after.Sources.Length ? "reads them another way" : "leaves it out")}.",
                    before.Sources.Length > 1 ? $"source[{source}]" : "source",
                    Fix: "What a row said is kept as it was read: undo the change, add new sources after the old ones, or give the run another name.");
    }

    // As text, because lists in specs are equal only to themselves.
    static string Reading(RunSpec spec, SourceSpec source) => SpecWriter.Write(spec with { Sources = [source] });

    // The spec's own name for a model and the number of samples are no part of a request.
    static ModelSpec Settings(ModelSpec model) => model with { Name = "", Samples = 1 };

    static IEnumerable<(ModelRole Role, ModelSpec Model)> Asked(RunSpec spec) =>
        spec.Teachers.Select(name => (ModelRole.Teacher, spec.Models[name]))
            .Concat(spec.Baselines.Select(name => (ModelRole.Baseline, spec.Models[name])));
}
