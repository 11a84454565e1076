using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Recipes;

/// <summary>A recipe whose expressions are understood and whose columns exist.</summary>
public sealed class CompiledRecipe
{
    CompiledRecipe(Recipe recipe, Expression where, Expression? order, int stratumOrdinal, FeatureSchema schema)
    {
        (Recipe, Where, Order, StratumOrdinal) = (recipe, where, order, stratumOrdinal);
        Percentiles = [.. where.Percentiles.Concat(order?.Percentiles ?? []).Distinct().Order(StringComparer.Ordinal)];
        Columns =
        [
            .. where.Columns.Concat(order?.Columns ?? [])
                .Select(schema.Ordinal)
                .Concat(stratumOrdinal < 0 ? [] : [stratumOrdinal])
                .Distinct().Order(),
        ];
    }

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>Which traces are eligible.</summary>
    public Expression Where { get; }

    /// <summary>The weight, the rank or the probability; null: every trace weighs 1.</summary>
    public Expression? Order { get; }

    /// <summary>Whether the largest values of <see cref="Order"/> are taken instead of drawing by weight.</summary>
    public bool Ranked => Recipe.Rank is not null;

    /// <summary>Whether <see cref="Order"/> is the probability with which each trace is taken by itself.</summary>
    public bool Sampled => Recipe.Sample is not null;

    /// <summary>Whether chance takes a trace with this key; without <c>sample</c> it takes every one.</summary>
    internal bool Takes(double key) => !Sampled || key < 1;

    /// <summary>Ordinal of the column that makes the strata; -1 without strata.</summary>
    public int StratumOrdinal { get; }

    /// <summary>Columns whose pool-wide histograms must be merged before a shard's part is opened.</summary>
    public ImmutableArray<string> Percentiles { get; }

    /// <summary>Ordinals of all columns the recipe reads, ascending.</summary>
    public ImmutableArray<int> Columns { get; }

    /// <summary>Compiles a recipe, or says everything that is wrong with it.</summary>
    internal static Checked<CompiledRecipe> Of(Recipe recipe, FeatureSchema schema)
    {
        var problems = new List<Problem>();
        var where = Part("where", recipe.Where, FeatureKind.Flag);
        var weight = recipe.Weight is null ? null : Part("weight", recipe.Weight, FeatureKind.Number);
        var rank = recipe.Rank is null ? null : Part("rank", recipe.Rank, FeatureKind.Number);
        var sample = recipe.Sample is null ? null : Part("sample", recipe.Sample, FeatureKind.Number);
        CheckOrder();
        if (recipe.Size is < 1 or > Recipe.LargestSize)
            Add("size", $"Size is {recipe.Size}.", $"a whole number from 1 to {Recipe.LargestSize:N0}",
                "Leave `size` out to take all eligible traces.");
        if (recipe.PerQuestion < 1) Add("per_question", $"per_question is {recipe.PerQuestion}.", "a whole number from 1 on");
        var stratum = -1;
        if (recipe.Stratify is { } stratify)
        {
            stratum = Column(stratify.By);
            CheckShares(stratify);
        }

        return problems.Count == 0 ? new(new CompiledRecipe(recipe, where!, weight ?? rank ?? sample, stratum, schema)) : new(problems);

        void Add(string part, string what, string? expected = null, string? fix = null) =>
            problems.Add(new(what, $"{recipe.Name}.{part}", Expected: expected, Fix: fix));

        Expression? Part(string part, string text, FeatureKind kind)
        {
            var compiled = Expression.Compile(text, schema, kind);
            problems.AddRange(compiled.Problems.Select(problem => problem with { Where = $"{recipe.Name}.{part}" }));
            return compiled.Value;
        }

        void CheckOrder()
        {
            if (recipe.Weight is not null && recipe.Rank is not null)
                Add("weight", "`weight` and `rank` are both given.",
                    "one of them", "Keep `weight` to draw by chance, or `rank` to take the largest values.");
            if (recipe.Sample is not null && (recipe.Rank ?? recipe.Weight) is not null)
                Add("sample", $"`sample` and `{(recipe.Rank is null ? "weight" : "rank")}` are both given.",
                    "one of them", "Keep `sample` to take each trace with its own probability, or the other to fill a size.");
            if (!SpecNames.Draws.Contains(recipe.Draw))
                Add("draw", $"Chance cannot fall on a `{recipe.Draw}`.", string.Join(", ", SpecNames.Draws),
                    NearestName.DidYouMean(recipe.Draw, SpecNames.Draws));
            if (recipe is { ByQuestion: true, Rank: not null })
                Add("draw", "`draw: question` says what chance falls on, and `rank` leaves nothing to chance.",
                    fix: "Write `draw: trace`, or leave `rank` out.");
        }

        int Column(string name)
        {
            var ordinal = schema.Ordinal(name);
            var usable = schema.Columns.Where(column => column.Kind != FeatureKind.Number).Select(column => column.Name).ToArray();
            if (ordinal < 0)
                Add("stratify", $"There is no column `{name}`.", "a text or flag column", NearestName.DidYouMean(name, usable));
            else if (schema.Columns[ordinal].Kind == FeatureKind.Number)
                Add("stratify", $"Column `{name}` holds numbers.", $"a text or flag column ({string.Join(", ", usable)})");
            return ordinal;
        }

        void CheckShares(StratifySpec given)
        {
            if (given.Shares.IsEmpty && !SpecNames.Allocations.Contains(given.Allocation))
                Add("stratify", $"There is no allocation `{given.Allocation}`.",
                    $"{string.Join(", ", SpecNames.Allocations)}, or shares by value",
                    NearestName.DidYouMean(given.Allocation, SpecNames.Allocations));

            foreach (var (value, share) in given.Shares)
                if (share != 0 && !(double.IsNormal(share) && share > 0))
                    Add("stratify", $"The share of `{value}` is {share.ToString("R", CultureInfo.InvariantCulture)}.", "0 or more");
            if (!given.Shares.IsEmpty && given.Shares.Values.All(share => share == 0))
                Add("stratify", "All shares are 0.", "at least one share above 0");
        }
    }
}
