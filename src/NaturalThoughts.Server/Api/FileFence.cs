using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Api;

/// <summary>Keeps what comes over the network from naming files outside of the configured folders, and the server's own secrets.</summary>
sealed class FileFence(ServeSettings settings)
{
    const string Recorded = "recorded:";

    // At least as many as a run follows.
    const int MostNested = 8;

    /// <summary>The order with its folder in full, or every path that leads out.</summary>
    public Checked<CurateOrder> Admit(CurateOrder order)
    {
        if (!IsPath(order.Folder)) return new([Outside("folder", order.Folder)]);
        var folder = Path.GetFullPath(order.Folder, settings.Http.Folders[0]);
        if (!IsInside(folder, ".")) return new([Outside("folder", order.Folder)]);
        var read = RunCatalog.Read(order);
        if (!read.Ok) return new(read.Problems);
        var problems = Named(read.Value).Where(named => !IsInside(folder, named.Path))
            .Select(named => Outside(named.Where, named.Path))
            .Concat(read.Value.Selections.SelectMany(selection => Problems(selection, folder))).ToList();
        // Only now: what is said about a path that fits no file names what stands beside it.
        if (problems.Count == 0)
            problems.AddRange(
                Files(read.Value, folder).Where(file => !IsInside("/", file.Path)).Select(file => Outside(file.Where, file.Path)));
        problems.AddRange(read.Value.Endpoints.List.Where(endpoint => IsOwn(endpoint.KeyVariable)).Select(endpoint => new Problem(
            $"`{endpoint.KeyVariable}` is a setting of the server, no key of a model server.", "endpoints.key_env",
            Fix: "Name the variable with the model server's key.")));
        return problems.Count > 0 ? new(problems) : new(order with { Folder = folder });
    }

    /// <summary>Every path of a selection, and of the recipe files it builds on, that leads out of the folders that are allowed.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="folder">The folder its paths start from.</param>
    public IEnumerable<Problem> Problems(SelectionSpec selection, string folder) => Problems(
        selection, $"selections.{selection.Name}", folder, recipe => Path.Combine(folder, recipe), MostNested);

    // Files of ids stand beside the spec, a recipe file beside the one that names it.
    IEnumerable<Problem> Problems(SelectionSpec selection, string where, string folder, Func<string, string> find, int nested)
    {
        foreach (var name in selection.Exclude.Where(name => !IsInside(folder, name))) yield return Outside($"{where}.exclude", name);
        if (selection.Recipe is not { } recipe || BuiltInRecipes.Find(recipe) is not null) yield break;
        var file = find(recipe);
        if (!IsInside("/", file)) yield return Outside($"{where}.recipe", recipe);
        else if (nested > 0 && RecipeIn(file) is { } basis)
            foreach (var problem in Problems(basis, recipe, folder, inner => Path.GetFullPath(inner, FolderOf(file)), nested - 1))
                yield return problem;
    }

    static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

    // What is wrong with it as a recipe is said when it is used; it leads nowhere then.
    static SelectionSpec? RecipeIn(string file) =>
        SpecFile.Read(file) is { Ok: true, Value: var text } ? RecipeReader.Read(text, file).Value : null;

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

    // It would be sent to whatever address the spec names.
    static bool IsOwn(string? variable) => variable?.StartsWith(ServeConfiguration.Prefix, StringComparison.OrdinalIgnoreCase) == true;

    // As the path is written, and where it leads by links: what reads it may take it either way.
    bool IsInside(string folder, string path) =>
        IsPath(path)
        && settings.Http.Folders.Any(allowed => Holds(allowed, Path.GetFullPath(path, folder)))
        && RealPath.Of(Path.Combine(folder, path)) is { } real
        && settings.Http.Folders.Any(allowed => RealPath.Of(allowed) is { } there && Holds(there, real))
        && !settings.OwnFiles.Any(own => RealPath.Of(own) == real);

    // No system knows others.
    static bool IsPath(string path) => !path.Contains('\0', StringComparison.Ordinal);

    // What begins with a dot is nobody's data: sessions and the audit log in the root, an .env in a working folder.
    static bool Holds(string folder, string path) =>
        path == folder || (path.StartsWith($"{folder.TrimEnd('/')}/", StringComparison.Ordinal)
            && !path[folder.TrimEnd('/').Length..].Contains("/.", StringComparison.Ordinal));

    Problem Outside(string where, string path) => new(
        $"`{path}` is not where the server lets files be read.", where,
        Expected: $"a path within {string.Join(" or ", settings.Http.Folders)}, on the server's side, symbolic links followed; no hidden "
            + "file, and none of the server's own",
        Fix: $"Put the file there, or have `{ServeKeys.HttpFolders}` name its folder.");
}
