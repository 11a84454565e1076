using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Data.Intake;

/// <summary>Another run as a source: its rows with a question and its responses, as its shards' logs have them. Rejected rows and failed
/// attempts stay there, and so does what it made of the responses.</summary>
/// <remarks>A row keeps file, row and digest, and says by which way it came; a response keeps its id. So each fact has the same key
/// whenever it is imported, however many shards either run has, and a run that has grown brings only what is new.</remarks>
/// <param name="source">The source.</param>
/// <param name="index">0-based position of the source in the spec.</param>
/// <param name="run">The run that is imported.</param>
/// <param name="importer">The run that imports.</param>
public sealed class RunPart(SourceSpec source, int index, RunFolder run, string importer) : SourcePart(source, index)
{
    /// <inheritdoc/>
    public override string Name => Source.Name;

    /// <summary>The run a source names.</summary>
    public static Checked<IReadOnlyList<SourcePart>> Find(SourceSpec source, int index, string importer, string root)
    {
        var runs = RunFolder.List(root).ToList();
        return Missing(source, [.. runs.Select(there => there.Run)], root) is { } missing
            ? new([missing])
            : new([new RunPart(source, index, runs.Single(there => there.Run == source.Run), importer)]);
    }

    /// <summary>What to say about a source whose run is not there; null where it is.</summary>
    /// <param name="source">A source that names a run.</param>
    /// <param name="runs">The runs there are.</param>
    /// <param name="root">The folder of runs.</param>
    public static Problem? Missing(SourceSpec source, ImmutableArray<string> runs, string root) => runs.Contains(source.Run!) ? null : new(
        $"There is no run `{source.Run}` to import.", root,
        Expected: runs.IsEmpty ? "a run; this folder has none" : $"one of {string.Join(", ", runs)}",
        Fix: NearestName.DidYouMean(source.Run!, runs) ?? "Correct the name in `source`, or curate that run first.");

    /// <inheritdoc/>
    /// <exception cref="Log.LogDamageException">A file of the logs is not what was committed, or has another format.</exception>
    public override async Task<SourceContent> OpenAsync(bool texts, CancellationToken cancellation)
    {
        var logs = new List<(SegmentLog Log, LogEnd End)>();
        foreach (var log in run.Shards.Select(SegmentLog.OpenToRead)) logs.Add((log, await log.EndAsync(cancellation)));
        var digest = Digest.Of(["run", .. logs.Select(log => $"{log.End.Last} {log.End.Commit:N}")]);
        return new(digest, ReadAsync(logs, texts, cancellation));
    }

    // What is committed behind the ends meanwhile is left for the next time, so that the digest names what was read.
    async IAsyncEnumerable<SourceFacts> ReadAsync(
        List<(SegmentLog Log, LogEnd End)> logs, bool texts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (log, end) in logs.Where(log => log.End.Last > 0))
            await foreach (var (fact, position) in log.ReplayAsync(1, texts, cancellation))
            {
                if (position.Segment > end.Last) break;
                if (Imported(fact) is { } facts) yield return facts;
            }
    }

    SourceFacts? Imported(Fact fact) => fact switch
    {
        IntakeFact { Question: { } question, Origin: var origin } row => new(
            row with { Origin = origin.Imported(run.Run, importer, Index), Question = question with { Scores = ScoresOf(question) } },
            [], []),
        ResponseFact response => new(null, [response.Imported(run.Run, importer, Index)], []),
        EmbeddingFact embedding => new(null, [embedding], []),
        _ => null,
    };

    ImmutableSortedDictionary<string, double> ScoresOf(Question question) => Source.Features
        .Where(feature => question.Scores.ContainsKey(feature.Value))
        .ToImmutableSortedDictionary(feature => feature.Key, feature => question.Scores[feature.Value], StringComparer.Ordinal);
}
