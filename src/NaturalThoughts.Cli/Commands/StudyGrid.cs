using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Datasets;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>What a study asks for.</summary>
/// <param name="Recipes">Built-in recipes and recipe files.</param>
/// <param name="Sizes">Ascending.</param>
/// <param name="Seed">Of all chance; null: the recipes' own.</param>
/// <param name="Prefix">What names begin with.</param>
/// <param name="Dataset">What datasets look like; null: none are written.</param>
/// <param name="Replace">Whether something else of the same name is lost.</param>
sealed record StudyOrder(string[] Recipes, long[] Sizes, ulong? Seed, string Prefix, DatasetSpec? Dataset, bool Replace);

/// <summary>Makes every selection and dataset of a study. What is there already is left as it is, so a study broken off goes on with the
/// same command.</summary>
sealed class StudyGrid(Invocation invocation, StudyOrder order)
{
    public async Task<int> RunAsync(string run)
    {
        var spec = await invocation.Place.SpecAsync(run);
        var chosen = order.Recipes.Select(recipe => RecipeChoice.Basis(recipe, spec)).ToList();
        var labels = chosen.Where(recipe => recipe.Ok).Select(recipe => recipe.Value!.Name).ToList();
        Problem[] problems =
        [
            .. chosen.SelectMany(recipe => recipe.Problems),
            .. labels.CountBy(label => label, StringComparer.OrdinalIgnoreCase).Where(label => label.Value > 1)
                .Select(label => new Problem($"Two recipes are named `{label.Key}`.", "--recipes", Fix: "Give each its own name.")),
            .. order.Dataset is { } dataset ? DatasetPlan.From(dataset with { Name = order.Prefix }, 0).Problems : [],
            .. order.Recipes.Length > 0 ? Array.Empty<Problem>() : [new("No recipe is named.", "--recipes", Expected: "random,long")],
        ];
        if (problems.Length > 0) return invocation.Screen.Problems([.. problems]);
        return await invocation.OnRunAsync(
            run, async grain => invocation.Show(await MakeAsync(run, grain, spec, labels), StudyReport.Draw));
    }

    async Task<Checked<StudyReport>> MakeAsync(string run, IRunGrain grain, RunSpec? spec, List<string> labels)
    {
        var cells = new List<StudyCell>();
        foreach (var (recipe, label) in order.Recipes.Zip(labels))
            foreach (var size in order.Sizes)
            {
                // A recipe that had fewer traces than were asked for has no more for a larger size.
                if (cells.FindLast(cell => cell.Recipe == label) is { } last && last.Taken < last.Asked)
                {
                    cells.Add(last with { Asked = size, SameAs = last.SameAs ?? last.Name });
                    continue;
                }

                var cell = await CellAsync(grain, spec, recipe, label, size);
                if (!cell.Ok) return new(cell.Problems);
                cells.Add(cell.Value);
                invocation.Screen.Say($"[grey]{Markup.Escape(cell.Value.Name)}[/]");
            }

        return await ComparedAsync(grain, new(run, [.. cells], []));
    }

    async Task<Checked<StudyReport>> ComparedAsync(IRunGrain grain, StudyReport study)
    {
        var overlaps = new List<StudyOverlap>();
        foreach (var size in order.Sizes)
        {
            var made = study.Cells.Where(cell => cell.Asked == size && cell.SameAs is null).ToDictionary(cell => cell.Name);
            if (made.Count < 2) continue;
            var overlap = await grain.Overlap([.. made.Keys]);
            if (!overlap.Ok) return new(overlap.Problems);
            overlaps.AddRange(overlap.Value.Pairs.Select(pair =>
                new StudyOverlap(size, made[pair.Left].Recipe, made[pair.Right].Recipe, pair.Common, pair.Smaller)));
        }

        return new(study with { Overlaps = [.. overlaps] });
    }

    async Task<Checked<StudyCell>> CellAsync(IRunGrain grain, RunSpec? spec, string recipe, string label, long size)
    {
        var name = $"{order.Prefix}-{label}-{NumberOptions.SizeText(size)}";
        var asked = RecipeChoice.Of(new() { Name = name, Recipe = recipe, Size = size, Seed = order.Seed }, spec);
        if (!asked.Ok) return new(asked.Problems);
        var selected = await grain.Select(asked.Value, order.Replace);
        if (!selected.Ok) return new(selected.Problems);
        var report = selected.Value;
        var cell = new StudyCell(
            label, size, report.Taken, report.Strata.Sum(stratum => stratum.Candidates), report.Pool, report.Seed, name, null, null);
        if (order.Dataset is not { } dataset || report.Taken == 0) return new(cell);
        var emitted = await grain.Emit(dataset with { Name = name, Selection = name }, order.Replace);
        return emitted.Ok ? new(cell with { Folder = emitted.Value.Folder }) : new(emitted.Problems);
    }
}
