using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>A file of a source.</summary>
sealed class FilePart(SourceSpec source, int index, SourceFile file) : SourcePart(source, index)
{
    /// <inheritdoc/>
    public override string Name => file.Name;

    /// <summary>The files of a source.</summary>
    public static Checked<IReadOnlyList<SourcePart>> Find(SourceSpec source, int index, string baseFolder)
    {
        var (columns, files) = (SourceReader.Check(source), SourceFiles.Find(source, baseFolder));
        return columns.IsEmpty && files.Ok
            ? new([.. files.Value.Select(file => new FilePart(source, index, file))])
            : new(columns.Concat(files.Problems));
    }

    /// <inheritdoc/>
    public override async Task<SourceContent> OpenAsync(bool texts, CancellationToken cancellation)
    {
        var digest = await SourceFiles.DigestOf(file, cancellation);
        return new(digest, Read(digest, cancellation));
    }

    IAsyncEnumerable<SourceFacts> Read(Digest digest, CancellationToken cancellation) =>
        new SourceReader().Read(Source, Index, file, digest, cancellation)
            .Select(row => new SourceFacts(row.Intake, row.Responses, row.Notes));
}
