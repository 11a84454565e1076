using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Specs;

/// <summary>The names a spec can choose from.</summary>
public static partial class SpecNames
{
    /// <summary>Known layouts of sources.</summary>
    public static ImmutableArray<string> Presets { get; } = ["natural-reasoning", "openr1", "openthoughts", "s1", "messages", "vllm-batch"];

    /// <summary>Layouts of datasets.</summary>
    public static ImmutableArray<string> Layouts { get; } = ["prompt-completion", "messages", "sharegpt", "alpaca"];

    /// <summary>File formats of datasets.</summary>
    public static ImmutableArray<string> Formats { get; } = ["parquet", "jsonl"];

    /// <summary>Kinds of preference pairs.</summary>
    public static ImmutableArray<string> Pairs { get; } = ["correct", "shorter", "both"];

    /// <summary>What a row without reasoning says.</summary>
    public static ImmutableArray<string> System1 { get; } = ["answer", Condensed];

    /// <summary>The value of <c>system1</c> for answers that a model wrote.</summary>
    public const string Condensed = "condensed";

    /// <summary>How places are shared out between strata by name.</summary>
    public static ImmutableArray<string> Allocations { get; } = ["uniform", "proportional", "sqrt"];

    /// <summary>What the chance of a recipe falls on.</summary>
    public static ImmutableArray<string> Draws { get; } = ["trace", "question"];

    /// <summary>The annotators that need no model.</summary>
    public static ImmutableArray<string> Annotators => AnnotatorSet.Names;

    /// <summary>What models can judge.</summary>
    public static ImmutableArray<string> Rubrics => Rubric.Names;

    /// <summary>Columns that users ask for by name in <c>annotate</c>, and the annotator that fills them.</summary>
    public static ImmutableSortedDictionary<string, string> AnnotatorOfColumn { get; } =
        new[] { "disagree", "consensus", "correct" }.ToImmutableSortedDictionary(name => name, _ => "answer", StringComparer.Ordinal);

    /// <summary>The built-in recipes.</summary>
    public static ImmutableArray<string> Recipes { get; } = [.. BuiltInRecipes.All.Select(recipe => recipe.Name)];

    /// <summary>Whether a text can name a run, a model, a selection or a dataset: a letter or digit, then up to 99 letters, digits, dots,
    /// dashes and underscores.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>Whether a text can name a column in the recipe language.</summary>
    public static bool IsColumn(string text) => Column().IsMatch(text) && !Reserved.Contains(text);

    static ImmutableHashSet<string> Reserved { get; } =
        ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "and", "or", "not", "between", "in", "is", "null", "true", "false");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,99}\z")]
    private static partial Regex Column();
}
