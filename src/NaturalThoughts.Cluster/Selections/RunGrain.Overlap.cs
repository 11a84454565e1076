using System.Collections.Immutable;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    /// <inheritdoc/>
    public async Task<Checked<SelectionOverlap>> Overlap(ImmutableArray<string> selections)
    {
        var folder = _run!.Folder;
        var names = selections.Distinct().ToList();
        if (names.SelectMany(name => RecordedSelection.ReadSummary(folder, name).Problems).ToList() is { Count: > 0 } unknown)
            return new(unknown);
        // Off the grain's scheduler: large selections take a while to read.
        return await Task.Run(() =>
        {
            var problems = names.SelectMany(name => RecordedSelection.Read(folder, name).Problems).ToList();
            if (problems.Count > 0) return new(problems);
            var traces = names.Select(name => SelectionIds.Of(RecordedSelection.FileOf(folder, name)).Traces).ToList();
            return new Checked<SelectionOverlap>(new SelectionOverlap(
            [
                .. from left in Enumerable.Range(0, names.Count)
                   from right in Enumerable.Range(left + 1, names.Count - left - 1)
                   select new SharedTraces(names[left], names[right], SelectionIds.Common(traces[left], traces[right]),
                       Math.Min(traces[left].Length, traces[right].Length)),
            ]));
        });
    }
}
