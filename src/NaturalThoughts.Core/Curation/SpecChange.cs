using System.Collections.Immutable;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Curation;

/// <summary>What a new spec means for the responses an earlier one paid for.</summary>
public static class SpecChange
{
    /// <summary>Models whose committed responses answer no request of the new spec: their prompt or parameters changed, or they
    /// have no role any more. In another role they count as they are.</summary>
    public static ImmutableArray<(ModelRole Role, ModelSpec Model)> Orphaned(RunSpec before, RunSpec after)
    {
        var asked = after.Asked.Select(pair => Settings(pair.Model)).ToHashSet();
        return [.. before.Asked.Where(pair => !asked.Contains(Settings(pair.Model)))];
    }

    /// <summary>Rubrics of the new spec that an earlier one asked otherwise: with another template, list or model, so that they are asked
    /// again.</summary>
    public static ImmutableArray<(BoundRubric Before, BoundRubric After)> Changed(RubricSet before, RubricSet after) =>
    [
        .. from now in after.All
           let then = before.Find(now.Rubric.Name)
           where then is not null && then.Asking != now.Asking
           select (then, now),
    ];

    /// <summary>What cannot change once a run is made.</summary>
    public static IEnumerable<Problem> Refused(RunSpec before, RunSpec after)
    {
        if (before.Shards != after.Shards)
            yield return new($"This run was made with {before.Shards} shards and the spec now says {after.Shards}.", "shards",
                Fix: $"Set `shards: {before.Shards}`, or give the run another name.");
        foreach (var (index, source) in before.Sources.Index())
            if (Refusal(source, after.Sources.ElementAtOrDefault(index), after) is { } refusal)
                yield return new(
                    $"Rows of source `{source.Name}` were taken in as the spec read them then, and now it {refusal}.",
                    $"source[{index}]",
                    Fix: "Put the source back as and where it was, and add what is new after the last one; or give the run another name.");
    }

    // Rows are known by their source's place in the list and the file's bytes: a file may be moved and its source renamed.
    static string? Refusal(SourceSpec before, SourceSpec? now, RunSpec after) =>
        now is null ? "leaves the source out"
        : Reading(now) != Reading(before) ? "reads them another way"
        : Origin(now) != Origin(before) && after.Sources.Any(source => Origin(source) == Origin(before))
            ? "has the source in another place of the list"
        : null;

    // As text, because lists in specs are equal only to themselves.
    static string Reading(SourceSpec source) =>
        SpecWriter.Write(new RunSpec { Run = "", Sources = [source with { Path = "", Name = "", Run = source.Run is null ? null : "" }] });

    static (string, string?) Origin(SourceSpec source) => (source.Path, source.Run);

    // The spec's own name for a model and the number of samples are no part of a request.
    static ModelSpec Settings(ModelSpec model) => model with { Name = "", Samples = 1 };
}
