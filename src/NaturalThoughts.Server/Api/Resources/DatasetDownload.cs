using Microsoft.AspNetCore.Http;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>A file of a dataset as an answer: whole, or a range of it.</summary>
static class DatasetDownload
{
    /// <summary>The file, if the manifest lists it.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="path">The file's path in it, with forward slashes.</param>
    /// <param name="context">The request.</param>
    /// <exception cref="ProblemsException">There is no such file, or it is not the one that the manifest lists.</exception>
    public static IResult Of(EmittedDataset dataset, string path, HttpContext context)
    {
        var (listed, content) = Open(dataset, path);
        // By which a client sees that it got all of it; RFC 9530.
        context.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(listed.Sha256))}:";
        return new InRange(listed, Results.Stream(
            content, TypeOf(listed.Path), Path.GetFileName(listed.Path), entityTag: Versioned.Tag(listed.Sha256),
            enableRangeProcessing: true));
    }

    /// <summary>Opens a file, if the manifest lists it.</summary>
    /// <exception cref="ProblemsException">There is no such file, or it is not the one that the manifest lists.</exception>
    internal static (DatasetFile Listed, FileStream Content) Open(EmittedDataset dataset, string path)
    {
        var listed = dataset.Find(path) ?? throw Paging.Missing(Unlisted(dataset, path));
        var file = Path.Combine(dataset.Folder, listed.Path);
        // A link in a dataset is nobody's work here, and would lead out.
        if (RealPath.Of(file) is not { } real || RealPath.Of(dataset.Folder) is not { } folder
            || !real.StartsWith($"{folder}/", StringComparison.Ordinal) || !File.Exists(real))
            throw Damaged(file, "is not in its folder");
        var content = File.OpenRead(real);
        if (content.Length is var length && length != listed.Bytes)
        {
            content.Dispose();
            throw Damaged(file, $"has {length:N0} bytes, not {listed.Bytes:N0}");
        }

        return (listed, content);
    }

    /// <summary>The file, or a problem where the range asked for lies behind its end: the framework says nothing then.</summary>
    sealed class InRange(DatasetFile listed, IResult file) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            await file.ExecuteAsync(context);
            if (context.Response is not { StatusCode: StatusCodes.Status416RangeNotSatisfiable, HasStarted: false } beyond) return;
            beyond.ContentLength = null;
            beyond.Headers.ContentDisposition = default;
            throw new ProblemsException(beyond.StatusCode, [new(
                $"The range begins behind the end of `{listed.Path}`.", "Range", Expected: $"bytes below {listed.Bytes:N0}")]);
        }
    }

    // Always saved, never shown: what it says came from models and sources.
    static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".parquet" => "application/vnd.apache.parquet",
        ".jsonl" => "application/jsonl",
        ".json" => "application/json",
        ".md" => "text/markdown; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    static Problem Unlisted(EmittedDataset dataset, string path) => new(
        $"The dataset `{dataset.Name}` has no file `{path}`.", "path",
        Expected: $"one of {string.Join(", ", dataset.Files.Take(20).Select(file => file.Path))}, {EmittedDataset.ManifestName}");

    static ProblemsException Damaged(string file, string what) => new(StatusCodes.Status422UnprocessableEntity,
        [new($"The file is not the one that the manifest lists: it {what}.", Path.GetFileName(file), Fix: "Emit the dataset again.")]);
}
