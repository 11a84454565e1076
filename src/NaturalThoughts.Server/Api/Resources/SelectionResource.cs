using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>Selections: those a run has, and what another one would come to.</summary>
static class SelectionResource
{
    /// <summary>Puts them in.</summary>
    public static void Map(RouteGroupBuilder run)
    {
        run.MapGet("/selections", (string run, RunDoor door, int limit = Paging.Usual, string? after = null) =>
        {
            var folder = door.Folder(run);
            return Versioned.Answer(Paging.Of(KeptSelection.Names(folder), limit, after, name => SelectionLine.Of(folder, name)));
        }).Described<Page<SelectionLine>>("listSelections", "The selections of a run.");
        run.MapGet("/selections/{name}", (string run, string name, RunDoor door) =>
        {
            var folder = door.Folder(run);
            var kept = KeptSelection.Read(folder, name);
            if (kept.Ok) return Versioned.Answer(kept.Value);
            return KeptSelection.IsThere(folder, name) ? RunDoor.Refuse(kept.Problems) : throw Paging.Missing(kept.Problems);
        }).Described<KeptSelection>("getSelection", "What a selection came to.");
        run.MapPost("/selections/preview", PreviewAsync)
            .Described<SelectionPreview>("previewSelection", "What a selection would come to now. Nothing is recorded.").ThatOnlyLooks();
    }

    static async Task<IResult> PreviewAsync(
        string run, SelectionSpec selection, RunDoor door, FileFence fence, RunCatalog catalog, HttpContext context) =>
        RunDoor.Answer(await SelectionBody.PreviewAsync(run, selection, door, fence, catalog, context.RequestAborted));
}

/// <summary>A selection in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Taken">Traces in it.</param>
/// <param name="Size">How many were asked for; null: all that are eligible.</param>
/// <param name="Pool">Traces in the pool it was taken from.</param>
/// <param name="Snapshot">Digest of that pool.</param>
/// <param name="Seed">The seed of its chance.</param>
/// <param name="Sha256">SHA-256 of its traces' file.</param>
/// <param name="Damage">Why it cannot be read; null: it can.</param>
public sealed record SelectionLine(
    string Name, long? Taken, long? Size, long? Pool, string? Snapshot, ulong? Seed, string? Sha256, string? Damage)
{
    internal static SelectionLine? Of(RunFolder run, string name) => KeptSelection.Read(run, name) switch
    {
        { Ok: true, Value: { Report: var report, Sha256: var sha256 } } =>
            new(name, report.Taken, report.Size, report.Pool, report.Snapshot, report.Seed, sha256, null),
        var unread => KeptSelection.IsThere(run, name)
            ? new(name, null, null, null, null, null, null, unread.Problems[0].What) : null,
    };
}
