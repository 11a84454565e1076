using System.Collections.Immutable;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    readonly KeptSelectionIds _selectionIds = new();

    /// <inheritdoc/>
    public async Task<Checked<SelectionOverlap>> Overlap(ImmutableArray<string> selections)
    {
        var folder = _run!.Folder;
        var names = selections.Distinct().ToList();
        // Off the grain's scheduler: large selections take a while to read.
        return await Task.Run(() =>
        {
            var ids = names.Select(name => _selectionIds.Read(folder, name)).ToList();
            if (ids.SelectMany(read => read.Problems).ToList() is { Count: > 0 } problems) return new(problems);
            var traces = ids.Select(read => read.Value!.Traces).ToList();
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
