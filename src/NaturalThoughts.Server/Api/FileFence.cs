using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Api;

/// <summary>Keeps what comes over the network from naming files outside of the configured folders, and the server's own secrets.</summary>
sealed class FileFence(ServeSettings settings)
{
    const string Recorded = "recorded:";

    /// <summary>The order with its folder in full, or every path that leads out.</summary>
    public Checked<CurateOrder> Admit(CurateOrder order)
    {
        var folder = Path.GetFullPath(order.Folder, settings.Http.Folders[0]);
        if (!IsInside(folder)) return new([Outside("folder", order.Folder)]);
        var read = RunCatalog.Read(order);
        if (!read.Ok) return new(read.Problems);
        var problems = Named(read.Value).Where(named => !IsInside(Path.GetFullPath(named.Path, folder)))
            .Select(named => Outside(named.Where, named.Path)).ToList();
        problems.AddRange(read.Value.Endpoints.List.Where(endpoint => IsOwn(endpoint.KeyVariable)).Select(endpoint => new Problem(
            $"`{endpoint.KeyVariable}` is a setting of the server, no key of a model server.", "endpoints.key_env",
            Fix: "Name the variable with the model server's key.")));
        return problems.Count > 0 ? new(problems) : new(order with { Folder = folder });
    }

    /// <summary>Every path of a selection that leads out of a folder that is allowed.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="folder">The folder its paths start from.</param>
    public IEnumerable<Problem> Problems(SelectionSpec selection, string folder) => Named(selection)
        .Where(named => !IsInside(Path.GetFullPath(named.Path, folder))).Select(named => Outside(named.Where, named.Path));

    static IEnumerable<(string Where, string Path)> Named(RunSpec spec) =>
    [
        .. spec.Sources.Where(source => source.Run is null).Select(source => ("source", source.Path)),
        .. spec.Endpoints.File is { } file ? [("endpoints.file", file)] : Array.Empty<(string, string)>(),
        .. spec.Endpoints.List.Where(endpoint => endpoint.Url.StartsWith(Recorded, StringComparison.Ordinal))
            .Select(endpoint => ("endpoints", endpoint.Url[Recorded.Length..])),
        .. spec.Limits.StudentTokenizer is { } tokenizer ? [("limits.student_tokenizer", tokenizer)] : Array.Empty<(string, string)>(),
        .. spec.Selections.SelectMany(Named),
    ];

    static IEnumerable<(string Where, string Path)> Named(SelectionSpec selection) =>
    [
        .. selection.Recipe is { } recipe && BuiltInRecipes.Find(recipe) is null
            ? [($"selections.{selection.Name}.recipe", recipe)] : Array.Empty<(string, string)>(),
        .. selection.Exclude.Select(name => ($"selections.{selection.Name}.exclude", name)),
    ];

    // It would be sent to whatever address the spec names.
    static bool IsOwn(string? variable) => variable?.StartsWith(ServeConfiguration.Prefix, StringComparison.OrdinalIgnoreCase) == true;

    bool IsInside(string path) => settings.Http.Folders.Any(folder =>
        path == folder || path.StartsWith($"{folder.TrimEnd('/')}/", StringComparison.Ordinal));

    Problem Outside(string where, string path) => new(
        $"`{path}` is not where the server lets files be read.", where,
        Expected: $"a path within {string.Join(" or ", settings.Http.Folders)}, on the server's side",
        Fix: $"Put the file there, or have `{ServeKeys.HttpFolders}` name its folder.");
}
