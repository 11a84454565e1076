using System.Globalization;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Api.Resources;

namespace NaturalThoughts.Server.Console.Workbench;

/// <summary>A recipe as somebody writes it.</summary>
/// <param name="Yaml">Its text.</param>
/// <param name="Size">How many traces, where the text does not say it; empty: all that are eligible.</param>
/// <param name="Seed">The seed, where the text does not say it; empty: 0.</param>
public sealed record RecipeDraft(string Yaml, string Size = "", string Seed = "")
{
    /// <summary>The name problems give the text, and a selection's name where the text has none.</summary>
    public const string Name = "recipe";

    /// <summary>Most characters of a text that is written here.</summary>
    public const int LongestText = 100_000;

    /// <summary>The selection it asks for, or all that is wrong with it.</summary>
    /// <param name="spec">The run whose columns and selections it may name.</param>
    public Checked<SelectionSpec> Read(RunSpec spec)
    {
        var problems = RecipeResource.Validated(Yaml, spec).Problems;
        var (size, wrongSize) = Whole(Size, "size", 1, Recipe.LargestSize);
        var (seed, wrongSeed) = Whole(Seed, "seed", 0, ulong.MaxValue);
        problems = [.. problems, .. new[] { wrongSize, wrongSeed }.OfType<Problem>()];
        if (!problems.IsEmpty) return new(problems);
        var said = RecipeReader.Read(Yaml, Name, spec, SpecExpressions.Check).Value!;
        return new(said with { Size = said.Size ?? (long?)size, Seed = said.Seed ?? seed });
    }

    /// <summary>Whether the text has a line for a key.</summary>
    public bool Says(string key) => Yaml.Split('\n').Any(line => line.StartsWith($"{key}:", StringComparison.Ordinal));

    static (ulong? Number, Problem? Wrong) Whole(string text, string field, ulong least, ulong most)
    {
        if (string.IsNullOrWhiteSpace(text)) return (null, null);
        return ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? (number, null)
            : (null, new($"`{text}` is no {field}.", field, Expected: $"a whole number from {least:N0} to {most:N0}, or nothing"));
    }
}
