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
        foreach (var (index, (old, now)) in before.Sources.Zip(after.Sources).Index())
            if (Reading(old) != Reading(now))
                yield return new($"Source `{now.Name}` reads its rows otherwise than when the run was made, and rows taken in stay as they were read.",
                    $"source[{index}]", Fix: "Undo the change or add the source again at the end, or give the run another name.");
    }

    // A file may be moved and its source renamed: rows are known by the source's place in the list and the file's bytes.
    static string Reading(SourceSpec source) =>
        SpecWriter.Write(new() { Run = "", Sources = [source with { Path = "", Name = "" }] });

    // The spec's own name for a model and the number of samples are no part of a request.
    static ModelSpec Settings(ModelSpec model) => model with { Name = "", Samples = 1 };

    static IEnumerable<(ModelRole Role, ModelSpec Model)> Asked(RunSpec spec) =>
        spec.Teachers.Select(name => (ModelRole.Teacher, spec.Models[name]))
            .Concat(spec.Baselines.Select(name => (ModelRole.Baseline, spec.Models[name])));
}
