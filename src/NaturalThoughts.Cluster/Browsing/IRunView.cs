using System.Collections.Immutable;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What people look at of a run, as of now; nothing is changed or recorded. The run's coordinator answers, under the same
/// key.</summary>
[Alias("nt.IRunView")]
public interface IRunView : IGrainWithStringKey
{
    /// <summary>What a selection would come to.</summary>
    [Alias("Preview"), ResponseTimeout("00:05:00")]
    Task<Checked<SelectionPreview>> Preview(SelectionSpec selection);

    /// <summary>What a selection would come to (left) beside a recorded one (right).</summary>
    [Alias("PreviewBeside"), ResponseTimeout("00:05:00")]
    Task<Checked<SelectionComparison>> PreviewBeside(SelectionSpec selection, string other);

    /// <summary>Traces of the pool, page by page. A call for a text reads 256 questions at most.</summary>
    [Alias("Traces"), ResponseTimeout("00:05:00")]
    Task<TracePage> Traces(TraceQuery query);

    /// <summary>A trace of the pool whole; null where there is none.</summary>
    [Alias("Trace"), ResponseTimeout("00:01:00")]
    Task<TraceDetails?> Trace(TraceId trace);

    /// <summary>Responses that were not to be had, page by page.</summary>
    /// <param name="reason">Those of this reason only.</param>
    /// <param name="after">Those behind this place only.</param>
    /// <param name="limit">Most of them.</param>
    [Alias("DeadLetters"), ResponseTimeout("00:05:00")]
    Task<DeadLetterPage> DeadLetters(string? reason, DeadLetterPlace? after, int limit);

    /// <summary>How columns are spread over the pool.</summary>
    [Alias("Histograms"), ResponseTimeout("00:05:00")]
    Task<Checked<PoolHistograms>> Histograms(ImmutableArray<string> columns);

    /// <summary>All questions by difficulty, page by page; each page is ranked in the pool as it is then.</summary>
    [Alias("Ranked"), ResponseTimeout("00:05:00")]
    Task<Checked<RankedPage>> Ranked(RankPlace? after, int limit);
}
