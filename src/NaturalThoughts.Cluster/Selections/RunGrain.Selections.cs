using System.Collections.Immutable;
using NaturalThoughts.Cluster.Reports;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Selections;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    const int Examples = 10;
    const int MostNested = 8;

    /// <inheritdoc/>
    public Task<Checked<SelectionReport>> Select(SelectionSpec selection, bool replace) => SelectAsync(selection, replace, reported: true);

    /// <param name="selection">What to select.</param>
    /// <param name="replace">Whether something else of the same name is lost.</param>
    /// <param name="reported">Whether its report is written, where there is none of it yet.</param>
    async Task<Checked<SelectionReport>> SelectAsync(SelectionSpec selection, bool replace, bool reported)
    {
        using var span = Observed.Source.StartActivity("select")?.SetTag("naturalthoughts.run", Name);
        var started = time.GetTimestamp();
        var run = _run!;
        var prepared = await PreparedAsync(selection);
        if (!prepared.Ok) return new(prepared.Problems);
        var (recipe, excluded, looks) = prepared.Value;
        var ranks = recipe.Columns.Contains(run.Schema.Ordinal("difficulty"));
        var opened = await PoolSession.OpenAsync(GrainFactory, run, looks, ranks);
        if (!opened.Ok) return new(opened.Problems);
        await using var pool = opened.Value;
        var ground = GroundOf(run, excluded.Content, looks || run.RanksByCluster ? pool.Clusters : null).ToString();
        if (Recorded(selection.Name, recipe.Recipe, pool, ground) is { } same)
        {
            await _journal!.SelectAsync(same);
            var found = same with { Seconds = Seconds() };
            if (reported && !File.Exists(RecordedSelection.ReportOf(run.Folder, selection.Name))) await ReportAsync();
            return new(found);
        }

        var folder = run.Folder.Selection(selection.Name).Value!;
        if (!replace && Directory.Exists(folder)) return new([IsTaken(selection.Name, folder)]);
        var outcome = await pool.SelectAsync(recipe, excluded.Selections, excluded.Ids);
        if (!outcome.Ok) return new(outcome.Problems);
        var report = Report(recipe.Recipe, pool, outcome.Value) with { Ground = ground };
        var thresholds = outcome.Value.Thresholds;
        if (!await RecordedSelection.WriteAsync(run.Folder, report, thresholds, pool.TakeAsync(thresholds), replace, time))
            return new([IsTaken(selection.Name, folder)]);
        await _journal!.SelectAsync(report);
        var made = report with { Seconds = Seconds() };
        SelectionInstruments.Recorded(made);
        if (reported) await ReportAsync();
        return new(made);

        async Task ReportAsync()
        {
            // The report shows how difficulty is spread, whether or not the recipe looks at it; without ranks it leaves that out.
            if (!ranks) await pool.RankAsync();
            await WriteReportAsync(new SelectionReports(run.Folder, pool, _selectionIds), selection.Name);
        }

        double Seconds() => time.GetElapsedTime(started).TotalSeconds;
    }

    /// <inheritdoc/>
    public async Task<Checked<TraceExplanation>> Explain(string selection, string trace)
    {
        var recorded = RecordedSelection.Read(_run!.Folder, selection);
        if (!recorded.Ok) return new(recorded.Problems);
        var recipe = RecipeReader.Read(recorded.Value.Report.Recipe + $"name: \"{selection}\"\n", selection);
        if (!recipe.Ok) return new(recipe.Problems);
        var compiled = Recipe.Of(recipe.Value, null).Compile(_run.Schema);
        if (!compiled.Ok) return new(compiled.Problems);
        var excluded = Exclusions.Of(compiled.Value.Recipe, _run);
        if (!excluded.Ok) return new(excluded.Problems);

        var opened = await PoolSession.OpenAsync(GrainFactory, _run, LooksAtClusters(compiled.Value, _run));
        if (!opened.Ok) return new(opened.Problems);
        await using var pool = opened.Value;
        if (await TraceOf(trace) is not { } id)
            return new([new Problem($"No trace of the run has an id that begins with `{trace}`, or several have.", Name,
                Fix: $"See `naturalthoughts show {Name} {trace}`.")]);
        var opening = await pool.OpenAsync(compiled.Value, excluded.Value.Selections, excluded.Value.Ids);
        if (!opening.Ok) return new(opening.Problems);
        var explanation = await pool.ExplainAsync(id, recorded.Value.Thresholds);
        if (explanation is null)
            return new([new Problem($"Trace {id} is not in the pool: its question is not sealed.", Name,
                Fix: $"See `naturalthoughts status {Name}`.")]);
        var taken = await Task.Run(() => IsRecorded(selection, id));
        return new(TraceExplanations.Of(
            explanation, recorded.Value, taken, pool.Pool.Digest, await pool.FeaturesAsync(explanation)));
    }

    /// <inheritdoc/>
    public async Task<Checked<SelectionComparison>> Compare(string left, string right)
    {
        var recorded = new[] { left, right }.Select(name => RecordedSelection.Read(_run!.Folder, name)).ToList();
        if (recorded.SelectMany(selection => selection.Problems).ToList() is { Count: > 0 } problems) return new(problems);
        var opened = await PoolSession.OpenAsync(GrainFactory, _run!);
        if (!opened.Ok) return new(opened.Problems);
        await using var pool = opened.Value;
        var files = new[] { left, right }.Select(name => RecordedSelection.FileOf(_run!.Folder, name)).ToList();
        var traces = await Task.WhenAll(files.Select(IdsAsync));
        var distributions = await Task.WhenAll(files.Select(pool.DistributionsAsync));
        return new(await ComparedAsync(new(left, traces[0], distributions[0]), new(right, traces[1], distributions[1])));
    }

    // Off the grain's scheduler: large selections take a while to read and to compare.
    static Task<HashSet<TraceId>> IdsAsync(string file) =>
        Task.Run(() => SelectionFile.ReadIds(file).Select(row => row.Trace).ToHashSet());

    static Task<SelectionComparison> ComparedAsync(ComparedTraces left, ComparedTraces right)
    {
        return Task.Run(() => new SelectionComparison
        {
            Left = left.Name,
            Right = right.Name,
            LeftSize = left.Traces.Count,
            RightSize = right.Traces.Count,
            Common = left.Traces.Count(right.Traces.Contains),
            OnlyLeft = Some(left.Traces.Except(right.Traces)),
            OnlyRight = Some(right.Traces.Except(left.Traces)),
            Distributions = [.. DistributionPairs.Of(left.Distributions, right.Distributions)],
        });

        static ImmutableArray<TraceId> Some(IEnumerable<TraceId> ids) => [.. ids.Order().Take(Examples)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<DistributionPair>> Distributions(string? selection)
    {
        if (selection is not null && !RecordedSelection.Read(_run!.Folder, selection).Ok) return [];
        var opened = await PoolSession.OpenAsync(GrainFactory, _run!);
        if (!opened.Ok) return [];
        await using var pool = opened.Value;
        var selected = selection is null ? [] : await pool.DistributionsAsync(RecordedSelection.FileOf(_run!.Folder, selection));
        return [.. DistributionPairs.Of(selected, await pool.DistributionsAsync())];
    }

    static Problem IsTaken(string name, string folder) => new(
        $"The selection `{name}` is there already and holds something else.", folder,
        Fix: "Give another `--name`, or agree to lose it with `--replace`.");

    bool IsRecorded(string selection, TraceId id) =>
        SelectionFile.ReadIds(RecordedSelection.FileOf(_run!.Folder, selection)).Any(row => row.Trace == id);

    async Task<TraceId?> TraceOf(string prefix)
    {
        if (TraceId.TryParse(prefix, out var whole)) return whole;
        var traces = (await Find(prefix, 2)).SelectMany(dossier => dossier.Responses).Select(fact => fact.Trace)
            .Where(trace => trace.ToString().StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Distinct().ToList();
        return traces.Count == 1 ? traces[0] : null;
    }

    // What a selection needs before it looks at the pool.
    async Task<Checked<PreparedSelection>> PreparedAsync(SelectionSpec selection)
    {
        var recipe = RecipeOf(selection);
        if (!recipe.Ok) return new(recipe.Problems);
        // Off the grain's scheduler: lists of ids may be long.
        var excluded = await Task.Run(() => Exclusions.Of(recipe.Value.Recipe, _run!));
        if (!excluded.Ok) return new(excluded.Problems);
        return _run!.Folder.Selection(selection.Name) is { Ok: false } name
            ? new(name.Problems) : new(new PreparedSelection(recipe.Value, excluded.Value, LooksAtClusters(recipe.Value, _run)));
    }

    Checked<CompiledRecipe> RecipeOf(SelectionSpec selection)
    {
        var recipe = Built(selection, MostNested);
        return recipe.Ok ? WithClusters(recipe.Value.Compile(_run!.Schema), _run) : new(recipe.Problems);
    }

    // A recipe file may build on another recipe, as a selection does.
    Checked<Recipe> Built(SelectionSpec selection, int nested)
    {
        if (selection.Recipe is not { } name) return new(Recipe.Of(selection, null));
        if (BuiltInRecipes.Find(name) is { } builtIn) return new(Recipe.Of(selection, builtIn.Recipe));
        var file = Path.Combine(_run!.BaseFolder, name);
        if (!File.Exists(file))
        {
            var names = BuiltInRecipes.All.Select(recipe => recipe.Name).ToList();
            return new([new Problem($"`{name}` is neither a built-in recipe nor a file.", selection.Name,
                Expected: string.Join(", ", names), Fix: NearestName.DidYouMean(name, names) ?? "Correct the name.")]);
        }

        if (nested == 0)
            return new([new Problem($"Recipe files build on each other more than {MostNested} deep.", file,
                Fix: "See whether one builds on itself.")]);
        var text = SpecFile.Read(file);
        if (!text.Ok) return new(text.Problems);
        var read = RecipeReader.Read(text.Value, name, _run.Spec, SpecExpressions.Check);
        if (!read.Ok) return new(read.Problems);
        // A file named within a recipe file stands beside it.
        var basis = Built(read.Value.Recipe is { } inner && BuiltInRecipes.Find(inner) is null
            ? read.Value with { Recipe = Path.GetFullPath(inner, Path.GetDirectoryName(Path.GetFullPath(file))!) }
            : read.Value, nested - 1);
        return basis.Ok ? new(Recipe.Of(selection, basis.Value)) : basis;
    }

    SelectionReport? Recorded(string name, Recipe recipe, PoolSession pool, string ground) =>
        RecordedSelection.Read(_run!.Folder, name) is { Ok: true, Value.Report: var report }
        && report.Recipe == recipe.CanonicalText && report.Snapshot == pool.Pool.Digest.ToString() && report.Ground == ground
            ? report with { Existing = true }
            : null;

    static SelectionReport Report(Recipe recipe, PoolSession pool, SelectionOutcome outcome) => new()
    {
        Name = recipe.Name,
        Recipe = recipe.CanonicalText,
        Seed = recipe.Seed,
        Size = recipe.Size,
        Taken = outcome.Thresholds.Selected,
        Pool = pool.Pool.Traces,
        Snapshot = pool.Pool.Digest.ToString(),
        Expected = recipe.Sample is null ? null : outcome.Omitted.Expected,
        LeftOut = LeftOut(outcome.Omitted),
        Strata =
        [
            .. outcome.Thresholds.Cuts.Select(cut =>
                new StratumReport(recipe.Stratify is null ? "all" : cut.Stratum.ToString(), cut.Of, cut.Places)),
        ],
    };

    static ImmutableSortedDictionary<string, long> LeftOut(Omissions omitted) =>
        new Dictionary<string, long>
        {
            ["excluded"] = omitted.Excluded,
            ["where is false"] = omitted.NotEligible,
            ["where is unknown"] = omitted.Unknown,
            ["no weight or rank"] = omitted.NullKey,
            ["weight is zero"] = omitted.ZeroWeight,
            ["over per_question"] = omitted.OverCap,
            ["not drawn"] = omitted.NotDrawn,
        }.Where(pair => pair.Value > 0).ToImmutableSortedDictionary(StringComparer.Ordinal);

    sealed record ComparedTraces(string Name, HashSet<TraceId> Traces, ImmutableArray<Distribution> Distributions);

    sealed record PreparedSelection(CompiledRecipe Recipe, Exclusions Excluded, bool LooksAtClusters);
}
