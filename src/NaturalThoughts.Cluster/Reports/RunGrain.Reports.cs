using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Reports;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    /// <inheritdoc/>
    public async Task<Checked<SelectionDocument>> Report(string selection)
    {
        var recorded = RecordedSelection.Read(_run!.Folder, selection);
        if (!recorded.Ok) return new(recorded.Problems);
        var opened = await PoolSession.OpenAsync(GrainFactory, _run!);
        if (!opened.Ok) return new(opened.Problems);
        await using var pool = opened.Value;
        var html = await new SelectionReports(_run.Folder, pool, _selectionIds).PageAsync(recorded.Value);
        return new(new SelectionDocument(selection, html));
    }

    // Once all selections of the spec are there, for each report compares its selection with the others.
    async Task ReportAsync(CancellationToken stop)
    {
        var names = _run!.Spec.Selections.Select(selection => selection.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0) return;
        var opened = await PoolSession.OpenAsync(GrainFactory, _run, clusters: true, cancellation: stop);
        if (!opened.Ok) throw new RunProblems(opened.Problems);
        await using var pool = opened.Value;
        var reports = new SelectionReports(_run.Folder, pool, _selectionIds);
        foreach (var name in names)
        {
            stop.ThrowIfCancellationRequested();
            await WriteReportAsync(reports, name);
        }
    }

    async Task WriteReportAsync(SelectionReports reports, string name)
    {
        // Another process may put another one there, before or meanwhile; it writes its report.
        try
        {
            if (RecordedSelection.Read(_run!.Folder, name) is { Ok: true, Value: var recorded })
                await RecordedSelection.WriteReportAsync(_run.Folder, name, await reports.PageAsync(recorded));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException
            or StorageException { Fault: StorageFault.NotFound })
        {
            LogNoReport(name, Name, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The report of selection {Selection} of run {Run} is left to who replaced it: {Reason}")]
    partial void LogNoReport(string selection, string run, string reason);
}
