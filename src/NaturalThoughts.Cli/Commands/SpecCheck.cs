using System.Collections.Immutable;
using NaturalThoughts.Cli.Runs;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Data.Benchmarks;
using NaturalThoughts.Data.Intake;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Tokens;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>A spec that can be used, with what its names lead to.</summary>
sealed record SpecCheck
{
    public string Kind => "spec";

    public required string Run { get; init; }

    public required ImmutableArray<CheckedSource> Sources { get; init; }

    /// <summary>Sources that are other runs.</summary>
    public required ImmutableArray<string> Runs { get; init; }

    /// <summary>Benchmarks that the questions are compared with.</summary>
    public required ImmutableArray<string> Benchmarks { get; init; }

    public required ImmutableArray<string> Endpoints { get; init; }

    public required ImmutableArray<string> Models { get; init; }

    public required ImmutableArray<string> Selections { get; init; }

    public required ImmutableArray<string> Datasets { get; init; }

    /// <summary>Reads a spec and looks at every file and run it names.</summary>
    public static async Task<Checked<SpecCheck>> OfAsync(string text, string file, IRunPlace place)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var read = RunCatalog.Read(new() { Yaml = text, FileName = file, Folder = folder });
        if (!read.Ok) return new(read.Problems);
        var spec = read.Value;
        var found = spec.Sources.Where(source => source.Run is null)
            .Select(source => (Source: source, Files: SourceFiles.Find(source, folder))).ToList();
        var benchmarks = await BenchmarkFiles.ReadAsync(spec.Clean, folder, CancellationToken.None);
        var (endpoints, unusable) = EndpointsOf(spec, folder);
        ImmutableArray<Problem> problems =
        [
            .. found.SelectMany(source => SourceReader.Check(source.Source).Concat(source.Files.Problems)),
            .. await RunsAsync(spec, place),
            .. benchmarks.Problems,
            .. unusable, .. Tokenizer(spec, folder), .. RubricTemplates.Fill(spec, folder).Problems,
            .. spec.Selections.SelectMany(selection => Named(selection, spec, folder)),
        ];
        if (problems.Length > 0) return new(problems);
        return new(new SpecCheck
        {
            Run = spec.Run,
            Sources =
            [
                .. found.Select(source => new CheckedSource(
                    source.Source.Name,
                    source.Files.Value!.Count,
                    source.Files.Value.Sum(one => new FileInfo(one.FullPath).Length))),
            ],
            Runs = [.. spec.Sources.Select(source => source.Run).OfType<string>()],
            Benchmarks = spec.Clean is { Decontaminate: { IsEmpty: false } named } ? [TextOf(named, benchmarks.Value!.Index.Texts)] : [],
            Endpoints = endpoints,
            Models =
            [
                .. spec.Models.Values.Select(model => $"{model.Name}: {model.Model}{RoleOf(model, spec)}"),
                .. spec.EmbeddingModels.Values.Select(model =>
                    $"{model.Name}: {model.Model}, {(spec.Embedder == model.Name ? "embedder" : "embeds, in no role")}"),
            ],
            Selections = [.. spec.Selections.Select(selection => selection.Name)],
            Datasets = [.. spec.Datasets.Select(dataset => $"{dataset.Name} of {dataset.Selection} ({dataset.Layout}, {dataset.Format})")],
        });
    }

    public static void Draw(IAnsiConsole console, SpecCheck spec)
    {
        console.MarkupLineInterpolated($"[bold]{spec.Run}[/]  the spec is good");
        console.Write(Tables.Pairs(
        [
            .. spec.Sources.Select(source => ("source", TextOf(source))),
            .. spec.Runs.Select(run => ("source", $"run {run}")),
            .. spec.Benchmarks.Select(benchmark => ("benchmarks", benchmark)),
            .. spec.Endpoints.Select(endpoint => ("endpoint", endpoint)),
            .. spec.Models.Select(model => ("model", model)),
            .. spec.Selections.Select(selection => ("selection", selection)),
            .. spec.Datasets.Select(dataset => ("dataset", dataset)),
        ]));
    }

    static async Task<IEnumerable<Problem>> RunsAsync(RunSpec spec, IRunPlace place)
    {
        var sources = spec.Sources.Where(source => source.Run is not null).ToList();
        if (sources.Count == 0) return [];
        var listed = await place.ListAsync();
        return listed.Ok
            ? sources.Select(source => RunPart.Missing(source, listed.Value.Runs, listed.Value.Root)).OfType<Problem>()
            : listed.Problems;
    }

    static (ImmutableArray<string> Names, ImmutableArray<Problem> Problems) EndpointsOf(RunSpec spec, string folder)
    {
        var none = spec.Endpoints is { List.IsEmpty: true, File: null };
        if (none && !spec.AsksModels) return ([], []);
        using var http = HttpEndpoint.CreateClient();
        using var catalog = new EndpointCatalog(spec.Endpoints, folder, http, TimeProvider.System, Environment.GetEnvironmentVariable);
        var (entries, problems) = catalog.Read();
        return ([.. entries.Select(entry => entry.Endpoint.Name)], problems);
    }

    static ImmutableArray<Problem> Tokenizer(RunSpec spec, string folder) =>
        spec.Limits.StudentTokenizer is { } file ? TokenizerFile.Read(Path.Combine(folder, file), file).Problems : [];

    static IEnumerable<Problem> Named(SelectionSpec selection, RunSpec spec, string folder)
    {
        if (selection.Recipe is { } recipe && BuiltInRecipes.Find(recipe) is null)
            foreach (var problem in RecipeChoice.Read(Path.Combine(folder, recipe), spec).Problems) yield return problem;
        foreach (var name in selection.Exclude)
            if (spec.Selections.All(other => other.Name != name) && !File.Exists(Path.Combine(folder, name)))
                yield return new($"`{name}` is neither a selection nor a file.", $"selections.{selection.Name}.exclude",
                    Expected: "an earlier selection, or a file with one id a line");
    }

    static string TextOf(CheckedSource source) =>
        $"{source.Name}: {Display.Counted(source.Files, "file")}, {Display.Bytes(source.Bytes)}";

    static string TextOf(ImmutableArray<BenchmarkSpec> benchmarks, int texts) =>
        $"{string.Join(", ", benchmarks.Select(benchmark => benchmark.Path))}: "
        + Display.Counted(texts, "question");

    static string RoleOf(ModelSpec model, RunSpec spec)
    {
        string[] roles =
        [
            .. spec.Teachers.Contains(model.Name) ? (ReadOnlySpan<string>)["teacher"] : [],
            .. spec.Baselines.Contains(model.Name) ? (ReadOnlySpan<string>)["baseline"] : [],
            .. spec.Annotator == model.Name ? (ReadOnlySpan<string>)["annotator"] : [],
            .. spec.Judge == model.Name ? (ReadOnlySpan<string>)["judge"] : [],
        ];
        return roles.Length == 0 ? ", in no role" : $", {string.Join(" and ", roles)}";
    }
}

/// <summary>A source with the files it names.</summary>
sealed record CheckedSource(string Name, int Files, long Bytes);
