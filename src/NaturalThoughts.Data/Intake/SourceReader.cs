using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>
/// Streams a file's rows as facts: JSON Lines, JSON arrays and sequences, these in gzip or Zstandard, and Parquet, told by their first
/// bytes and their
/// names. Every row gives one <see cref="IntakeFact"/>; a bad one is a rejection, and reading goes on where it can. Memory is bounded by
/// the longest row.
/// </summary>
/// <remarks>
/// Reasons of rejected rows: <c>not-json</c>, <c>invalid-utf8</c>, <c>invalid-unicode</c>, <c>duplicate-key</c>, <c>wrong-type</c>,
/// <c>row-too-long</c>,
/// <c>missing-question</c>, <c>multi-turn</c>; of files that end badly: <c>empty-file</c>, <c>truncated-file</c>, <c>corrupt-file</c>.
/// Reasons of missing
/// responses: <c>source-error</c>, <c>empty-response</c>, <c>missing-model</c>, <c>wrong-type</c>, <c>invalid-unicode</c>.
/// </remarks>
public sealed class SourceReader
{
    /// <summary>A longer row is a dead letter; bytes of JSON, default 64 MiB.</summary>
    public int MaxRowBytes { get; init; } = 64 << 20;

    /// <summary>What is wrong with a source's preset and columns; empty when it can be read.</summary>
    public static ImmutableArray<Problem> Check(SourceSpec source) => RowMap.Of(source).Problems;

    /// <summary>The rows of a file, in its order.</summary>
    /// <param name="source">How rows are read; must pass <see cref="Check"/>.</param>
    /// <param name="sourceIndex">0-based position of the source in the spec.</param>
    /// <param name="file">The file.</param>
    /// <param name="fileDigest">Digest of its bytes (<see cref="SourceFiles.DigestOf"/>).</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="ArgumentException">The source does not pass <see cref="Check"/>.</exception>
    /// <exception cref="IOException">The file cannot be opened or its disk fails.</exception>
    public async IAsyncEnumerable<IntakeRow> Read(
        SourceSpec source, int sourceIndex, SourceFile file, Digest fileDigest,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var map = RowMap.Of(source);
        if (!map.Ok) throw new ArgumentException(string.Join('\n', map.Problems), nameof(source));
        await foreach (var raw in RowStream.Open(file, map.Value.Roots, MaxRowBytes, cancellation))
        {
            using var document = raw.Document;
            var origin = new SourceRow(sourceIndex, file.Name, raw.Number);
            yield return document is null
                ? new(new() { FileDigest = fileDigest, Origin = origin, Rejected = raw.Rejected }, [], [])
                : Facts(source, map.Value, origin, fileDigest, document.RootElement);
        }
    }

    static IntakeRow Facts(SourceSpec source, RowMap map, SourceRow origin, Digest fileDigest, JsonElement row)
    {
        var layout = map.LayoutOf(row);
        var notes = ImmutableArray.CreateBuilder<Rejection>();
        var question = QuestionReader.Read(source, layout, row, notes, out var rejected);
        if (rejected is { Reason: "missing-question" } && map.WithoutQuestion is { } advice)
            rejected = rejected with { Detail = $"{rejected.Detail} {advice}" };
        var intake = new IntakeFact { FileDigest = fileDigest, Origin = origin, Question = question, Rejected = rejected };
        return question is null
            ? new(intake, [], [])
            : new(intake, new ResponseReader(question.Id, origin, fileDigest, row).Read(layout.Responses), notes.ToImmutable());
    }
}
