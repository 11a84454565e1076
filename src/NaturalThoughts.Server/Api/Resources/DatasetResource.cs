using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Data.Datasets.Publishing;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>Datasets of a run, and their files.</summary>
static class DatasetResource
{
    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder run)
    {
        run.MapGet("/datasets", (string run, RunDoor door, int limit = Paging.Usual, string? after = null) =>
        {
            var folder = door.Folder(run);
            return Versioned.Answer(Paging.Of(EmittedDataset.Names(folder), limit, after, name => DatasetLine.Of(folder, name)));
        }).Described<Page<DatasetLine>>("listDatasets", "The datasets of a run.");
        run.MapGet("/datasets/{name}", (string run, string name, RunDoor door) =>
        {
            var dataset = Found(door.Folder(run), name);
            return Versioned.Answer(dataset.Manifest, dataset.Sha256);
        }).Described<JsonObject>("getDataset", "A dataset's manifest.");
        run.MapMethods("/datasets/{name}/files/{**path}", [HttpMethods.Get, HttpMethods.Head],
            (string run, string name, string path, RunDoor door, HttpContext context) =>
                DatasetDownload.Of(Found(door.Folder(run), name), path, context))
            .WithSummary("A file that a dataset's manifest lists, or the manifest; whole or in ranges.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
    }

    static EmittedDataset Found(RunFolder run, string name)
    {
        var dataset = EmittedDataset.Read(run, name);
        if (dataset.Ok) return dataset.Value;
        throw EmittedDataset.Names(run).Contains(name)
            ? new ProblemsException(StatusCodes.Status422UnprocessableEntity, dataset.Problems) : Paging.Missing(dataset.Problems);
    }
}

/// <summary>A dataset in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Bytes of all its files, the manifest left out.</param>
/// <param name="Files">How many those are.</param>
/// <param name="Sha256">SHA-256 of its manifest, which names all it holds.</param>
/// <param name="Damage">Why it cannot be read; null: it can.</param>
public sealed record DatasetLine(string Name, long? Bytes, int? Files, string? Sha256, string? Damage)
{
    internal static DatasetLine Of(RunFolder run, string name) => EmittedDataset.Read(run, name) switch
    {
        { Ok: true, Value: var dataset } =>
            new(name, dataset.Files.Sum(file => file.Bytes), dataset.Files.Length, dataset.Sha256, null),
        var unread => new(name, null, null, null, unread.Problems[0].What),
    };
}
