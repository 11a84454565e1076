using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Selections;
using NaturalThoughts.Data.Selections.Reports;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>
/// A selection as it is kept: <c>recipe.yaml</c>, <c>selection.parquet</c>, <c>summary.json</c>. It appears whole or not at all; its
/// <c>report.html</c> comes after it.
/// </summary>
/// <param name="Report">What it came to.</param>
/// <param name="Thresholds">Where its strata were cut.</param>
/// <param name="Sha256">SHA-256 of <c>selection.parquet</c>, 64 hex digits.</param>
sealed record RecordedSelection(SelectionReport Report, Thresholds Thresholds, string Sha256)
{
    const string Recipe = "recipe.yaml";
    const string Summary = "summary.json";
    const string Fix = "Restore the file, or make the selection again: `curate` does it for those of the spec, `select` for others.";

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The traces of a selection.</summary>
    public static string FileOf(RunFolder run, string name) => Path.Combine(run.Selection(name).Value!, SelectionFile.Name);

    /// <summary>Reads a selection and sees that its traces are the recorded ones, or says which selections there are.</summary>
    public static Checked<RecordedSelection> Read(RunFolder run, string name)
    {
        var recorded = ReadSummary(run, name);
        if (!recorded.Ok) return recorded;
        var traces = FileOf(run, name);
        return Sha256Of(traces) == recorded.Value.Sha256
            ? recorded
            : new([new Problem($"The traces of the selection `{name}` are not those that were recorded.", traces,
                Expected: $"a file with SHA-256 {recorded.Value.Sha256}", Fix: Fix)]);
    }

    /// <summary>Reads what a selection came to, whatever became of its traces.</summary>
    public static Checked<RecordedSelection> ReadSummary(RunFolder run, string name)
    {
        var folder = run.Selection(name);
        if (!folder.Ok) return new(folder.Problems);
        var summary = Path.Combine(folder.Value, Summary);
        try
        {
            var recorded = Opened(summary, file => JsonSerializer.Deserialize<RecordedSelection>(file, Json)!);
            return recorded is null ? new([Unknown(run, name)]) : new(recorded);
        }
        catch (JsonException error)
        {
            return new([new Problem($"The selection `{name}` cannot be read: {error.Message}", summary, Fix: Fix)]);
        }
    }

    /// <summary>Writes a selection under its name.</summary>
    /// <param name="run">Where.</param>
    /// <param name="report">What it came to.</param>
    /// <param name="thresholds">Where its strata were cut.</param>
    /// <param name="selected">Its traces.</param>
    /// <param name="replace">Whether something else of the same name is lost.</param>
    /// <param name="time">Clock by which what crashes left behind is old.</param>
    /// <returns>False where something else is there that is not to be lost.</returns>
    public static async Task<bool> WriteAsync(
        RunFolder run, SelectionReport report, Thresholds thresholds, IAsyncEnumerable<SelectedTrace> selected, bool replace,
        TimeProvider time)
    {
        var folder = run.Selection(report.Name).Value!;
        StagedFolders.Sweep(run.Staging, time);
        var staged = Path.Combine(run.Staging, $"selection-{Guid.NewGuid():N}");
        Directory.CreateDirectory(staged);
        var traces = Path.Combine(staged, SelectionFile.Name);
        await Task.Run(() => SelectionFile.WriteAsync(traces, selected));
        SmallFile.Write(Path.Combine(staged, Recipe), report.Recipe);
        var recorded = new RecordedSelection(report with { Seconds = 0, Existing = false }, thresholds, Sha256Of(traces)!);
        var summary = JsonSerializer.SerializeToUtf8Bytes(recorded, Json);
        SmallFile.Write(Path.Combine(staged, Summary), summary);
        // Another process may have made the same one; readers must not find it gone for a moment.
        var same = IsThere(folder, summary) && Read(run, report.Name).Ok;
        // Looked at again: another call may have put one there since.
        var refused = !same && !replace && Directory.Exists(folder);
        if (same || refused) StagedFolders.Remove(staged);
        else FolderSwap.Replace(staged, folder);
        return !refused;
    }

    /// <summary>Puts a selection's report beside it, in place of an older one.</summary>
    public static async Task WriteReportAsync(RunFolder run, string name, string html)
    {
        var report = ReportOf(run, name);
        if (File.Exists(report) && await File.ReadAllTextAsync(report) == html) return;
        var staged = Path.Combine(run.Staging, $"report-{Guid.NewGuid():N}");
        Directory.CreateDirectory(staged);
        SmallFile.Write(Path.Combine(staged, ReportPage.FileName), html);
        File.Move(Path.Combine(staged, ReportPage.FileName), report, overwrite: true);
        StagedFolders.Remove(staged);
    }

    /// <summary>Where a selection's report stands, if there is one.</summary>
    public static string ReportOf(RunFolder run, string name) => Path.Combine(run.Selection(name).Value!, ReportPage.FileName);

    /// <summary>The selections there are, by name.</summary>
    public static ImmutableArray<string> Names(RunFolder run)
    {
        var folder = Path.GetDirectoryName(run.Selection("x").Value!)!;
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
            : [];
    }

    // Another process may be replacing it: then it is as if it were not there.
    static T? Opened<T>(string file, Func<Stream, T> read) where T : class
    {
        try
        {
            using var bytes = File.OpenRead(file);
            return read(bytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    static string? Sha256Of(string file) => Opened(file, bytes => Convert.ToHexStringLower(SHA256.HashData(bytes)));

    static bool IsThere(string folder, byte[] summary) =>
        Sha256Of(Path.Combine(folder, Summary)) == Convert.ToHexStringLower(SHA256.HashData(summary));

    static Problem Unknown(RunFolder run, string name)
    {
        var folder = Path.GetDirectoryName(run.Selection("x").Value!)!;
        var known = Names(run);
        return new(
            $"The run `{run.Run}` has no selection `{name}`.", folder,
            Expected: known.Length == 0 ? "a selection; there is none yet" : $"one of {string.Join(", ", known)}",
            Fix: NearestName.DidYouMean(name, known) ?? $"Make it with `naturalthoughts select {run.Run} --recipe NAME --name {name}`.");
    }
}
