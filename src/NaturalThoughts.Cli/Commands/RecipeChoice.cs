using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cli.Commands;

/// <summary>Turns a recipe as the command line names it into the selection a run understands wherever it works.</summary>
static class RecipeChoice
{
    /// <summary>What is asked, with its recipe file read and its name filled in.</summary>
    /// <param name="asked">What the command line says.</param>
    /// <param name="run">The run's spec, whose columns and selections a recipe may name; null where there is none.</param>
    public static Checked<SelectionSpec> Of(SelectionSpec asked, RunSpec? run)
    {
        var basis = asked.Recipe is { } name ? Basis(name, run) : new(new SelectionSpec { Name = "custom" });
        if (!basis.Ok) return basis;
        var ordered = asked.Weight is not null || asked.Rank is not null || asked.Sample is not null;
        var merged = basis.Value with
        {
            Where = asked.Where ?? basis.Value.Where,
            Weight = ordered ? asked.Weight : basis.Value.Weight,
            Rank = ordered ? asked.Rank : basis.Value.Rank,
            Sample = ordered ? asked.Sample : basis.Value.Sample,
            Draw = asked.Draw ?? basis.Value.Draw,
            Stratify = asked.Stratify ?? basis.Value.Stratify,
            Size = asked.Size ?? basis.Value.Size,
            Seed = asked.Seed ?? basis.Value.Seed,
            PerQuestion = asked.PerQuestion ?? basis.Value.PerQuestion,
            Exclude = asked.Exclude.IsEmpty ? basis.Value.Exclude : asked.Exclude,
        };
        var sized = merged.Size is { } size ? $"{merged.Name}-{size}" : merged.Name;
        return new(merged with { Name = asked.Name.Length > 0 ? asked.Name : sized });
    }

    /// <summary>Reads a recipe file; expressions are checked against a run where there is one.</summary>
    public static Checked<SelectionSpec> Read(string file, RunSpec? run)
    {
        var text = SpecFile.Read(file);
        if (!text.Ok) return new(text.Problems);
        var read = RecipeReader.Read(text.Value, file, run, SpecExpressions.Check);
        if (!read.Ok || read.Value.Recipe is not { } inner || BuiltInRecipes.Find(inner) is not null) return read;
        // A file named within a recipe file stands beside it.
        return new(read.Value with { Recipe = Path.GetFullPath(inner, Path.GetDirectoryName(Path.GetFullPath(file))!) });
    }

    /// <summary>A recipe by its name or file, under the name that is its own.</summary>
    public static Checked<SelectionSpec> Basis(string name, RunSpec? run)
    {
        if (BuiltInRecipes.Find(name) is not null) return new(new SelectionSpec { Name = name, Recipe = name });
        if (File.Exists(name)) return Read(name, run);
        var names = BuiltInRecipes.All.Select(recipe => recipe.Name).ToList();
        return new([new Problem($"`{name}` is neither a built-in recipe nor a file.", "--recipe",
            Expected: $"one of {string.Join(", ", names)}, or a recipe file",
            Fix: NearestName.Of(name, names) is { } near ? $"Did you mean `{near}`?" : null)]);
    }
}
