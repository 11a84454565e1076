using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>A recorded selection, as whoever has the run's folder can read it.</summary>
/// <param name="Report">What it came to.</param>
/// <param name="Sha256">SHA-256 of its traces' file, 64 hex digits.</param>
/// <param name="HasReport">Whether its report stands beside it.</param>
public sealed record KeptSelection(SelectionReport Report, string Sha256, bool HasReport)
{
    /// <summary>The selections there are, in ordinal order.</summary>
    public static ImmutableArray<string> Names(RunFolder run) => RecordedSelection.Names(run);

    /// <summary>Whether there is something under a name, even if it cannot be read.</summary>
    public static bool IsThere(RunFolder run, string name) =>
        run.Selection(name) is { Ok: true, Value: var folder } && Directory.Exists(folder);

    /// <summary>What a selection came to, whatever became of its traces.</summary>
    public static Checked<KeptSelection> Read(RunFolder run, string name)
    {
        var recorded = RecordedSelection.ReadSummary(run, name);
        return recorded.Ok
            ? new(new KeptSelection(recorded.Value.Report, recorded.Value.Sha256, File.Exists(RecordedSelection.ReportOf(run, name))))
            : new(recorded.Problems);
    }
}
