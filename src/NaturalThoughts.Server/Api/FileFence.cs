using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;
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
        if (!IsInside(folder, ".")) return new([Outside("folder", order.Folder)]);
        var read = RunCatalog.Read(order);
        if (!read.Ok) return new(read.Problems);
        var problems = Named(read.Value).Where(named => !IsInside(folder, named.Path))
            .Select(named => Outside(named.Where, named.Path)).ToList();
        // Only now: what is said about a path that fits no file names what stands beside it.
        if (problems.Count == 0)
            problems.AddRange(
                Files(read.Value, folder).Where(file => !IsInside("/", file.Path)).Select(file => Outside(file.Where, file.Path)));
        problems.AddRange(read.Value.Endpoints.List.Where(endpoint => IsOwn(endpoint.KeyVariable)).Select(endpoint => new Problem(
            $"`{endpoint.KeyVariable}` is a setting of the server, no key of a model server.", "endpoints.key_env",
            Fix: "Name the variable with the model server's key.")));
        return problems.Count > 0 ? new(problems) : new(order with { Folder = folder });
    }

    /// <summary>Every path of a selection that leads out of a folder that is allowed.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="folder">The folder its paths start from.</param>
    public IEnumerable<Problem> Problems(SelectionSpec selection, string folder) => Named(selection)
        .Where(named => !IsInside(folder, named.Path)).Select(named => Outside(named.Where, named.Path));

    static IEnumerable<(string Where, string Path)> Named(RunSpec spec) =>
    [
        .. FilesOf(spec).Select(source => ("source", source.Path.Replace('\\', '/'))),
        .. BenchmarksOf(spec).Select(benchmark => ("clean.decontaminate", benchmark.Path.Replace('\\', '/'))),
        .. spec.Endpoints.File is { } file ? [("endpoints.file", file)] : Array.Empty<(string, string)>(),
        .. spec.Endpoints.List.Where(endpoint => endpoint.Url.StartsWith(Recorded, StringComparison.Ordinal))
            .Select(endpoint => ("endpoints", endpoint.Url[Recorded.Length..])),
        .. spec.Limits.StudentTokenizer is { } tokenizer ? [("limits.student_tokenizer", tokenizer)] : Array.Empty<(string, string)>(),
        .. spec.Rubrics.Where(rubric => rubric.Template is not null)
            .Select(rubric => ($"annotate.{rubric.Name}.template", rubric.Template!)),
        .. spec.Selections.SelectMany(Named),
    ];

    static IEnumerable<BenchmarkSpec> BenchmarksOf(RunSpec spec) => spec.Clean?.Decontaminate ?? [];

    static IEnumerable<SourceSpec> FilesOf(RunSpec spec) => spec.Sources.Where(source => source.Run is null);

    // Behind a wildcard a level may be a link, or none; those that fit are looked at one by one.
    static IEnumerable<(string Where, string Path)> Files(RunSpec spec, string folder) =>
    [
        .. FilesOf(spec).SelectMany(source => SourceFiles.Find(source, folder).Value ?? []).Select(file => ("source", file.FullPath)),
        .. BenchmarksOf(spec).SelectMany(benchmark => SourceFiles.Find(benchmark, folder).Value ?? [])
            .Select(file => ("clean.decontaminate", file.FullPath)),
    ];

    static IEnumerable<(string Where, string Path)> Named(SelectionSpec selection) =>
    [
        .. selection.Recipe is { } recipe && BuiltInRecipes.Find(recipe) is null
            ? [($"selections.{selection.Name}.recipe", recipe)] : Array.Empty<(string, string)>(),
        .. selection.Exclude.Select(name => ($"selections.{selection.Name}.exclude", name)),
    ];

    // It would be sent to whatever address the spec names.
    static bool IsOwn(string? variable) => variable?.StartsWith(ServeConfiguration.Prefix, StringComparison.OrdinalIgnoreCase) == true;

    // As the path is written, and where it leads by links: what reads it may take it either way.
    bool IsInside(string folder, string path) =>
        settings.Http.Folders.Any(allowed => Holds(allowed, Path.GetFullPath(path, folder)))
        && RealPath.Of(Path.Combine(folder, path)) is { } real
        && settings.Http.Folders.Any(allowed => RealPath.Of(allowed) is { } there && Holds(there, real));

    static bool Holds(string folder, string path) =>
        path == folder || path.StartsWith($"{folder.TrimEnd('/')}/", StringComparison.Ordinal);

    Problem Outside(string where, string path) => new(
        $"`{path}` is not where the server lets files be read.", where,
        Expected: $"a path within {string.Join(" or ", settings.Http.Folders)}, on the server's side, symbolic links followed",
        Fix: $"Put the file there, or have `{ServeKeys.HttpFolders}` name its folder.");
}
