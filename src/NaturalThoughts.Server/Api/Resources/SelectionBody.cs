using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>Bounds of a selection that comes as JSON; those of its expressions are the language's own.</summary>
static class SelectionBody
{
    /// <summary>Each is looked for among files.</summary>
    const int MostExcluded = 100;

    const int MostShares = 10_000;

    const int LongestPath = 1024;

    /// <summary>What keeps a run from being asked for a selection: its bounds, or else files that are not to be read.</summary>
    public static async Task<ImmutableArray<Problem>> ProblemsAsync(
        string run, SelectionSpec selection, RunDoor door, FileFence fence, RunCatalog catalog, CancellationToken cancellation)
    {
        if (Beyond(selection).ToImmutableArray() is { IsEmpty: false } beyond) return beyond;
        var folder = await door.AskAsync(run, cancellation, async _ => (await catalog.GetAsync(run)).BaseFolder);
        return [.. fence.Problems(selection, folder)];
    }

    /// <summary>What a selection would come to, or what keeps a run from being asked.</summary>
    public static async Task<Checked<SelectionPreview>> PreviewAsync(
        string run, SelectionSpec selection, RunDoor door, FileFence fence, RunCatalog catalog, CancellationToken cancellation)
    {
        var problems = await ProblemsAsync(run, selection, door, fence, catalog, cancellation);
        return problems.IsEmpty ? await door.ViewAsync(run, cancellation, view => view.Preview(selection)) : new(problems);
    }

    static IEnumerable<Problem> Beyond(SelectionSpec selection)
    {
        if (selection.Exclude.Length > MostExcluded)
            yield return new($"{selection.Exclude.Length:N0} names are excluded.", "exclude", Expected: $"at most {MostExcluded}",
                Fix: "Put the ids into one file, one a line.");
        else if (selection.Exclude.Any(name => !IsPath(name)))
            yield return new("A name of `exclude` cannot be that of a selection or a file.", "exclude", Expected: Form);
        if (selection.Recipe is { } recipe && !IsPath(recipe))
            yield return new("`recipe` cannot be the name of a recipe or a file.", "recipe", Expected: Form);
        if (selection.Stratify?.Shares.Count > MostShares)
            yield return new($"{selection.Stratify.Shares.Count:N0} shares are given.", "stratify.shares",
                Expected: $"at most {MostShares:N0}");
    }

    static string Form { get; } = $"1 to {LongestPath:N0} characters, none of them a control character";

    static bool IsPath(string? name) => name is { Length: > 0 and <= LongestPath } && !name.Any(char.IsControl);
}
