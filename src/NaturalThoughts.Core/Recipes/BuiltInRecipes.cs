using System.Collections.Immutable;

namespace NaturalThoughts.Core.Recipes;

/// <summary>A recipe that every run knows by name.</summary>
/// <param name="Recipe">The recipe, without a size.</param>
/// <param name="Description">What it picks, in a sentence.</param>
/// <param name="Source">Where it comes from, and what is our reading.</param>
public sealed record BuiltInRecipe(Recipe Recipe, string Description, string Source)
{
    /// <summary>Its name.</summary>
    public string Name => Recipe.Name;
}

/// <summary>
/// The recipes known by name. “The paper” is Li et al., <i>NaturalThoughts: Selecting and Distilling Reasoning Traces for General Reasoning
/// Tasks</i>, arXiv 2507.01921, 2025.
/// </summary>
public static class BuiltInRecipes
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<BuiltInRecipe> All { get; } =
    [
        new(
            new() { Name = "random" },
            "Uniform over complete traces: the baseline that keeps improving with size.",
            "The paper's Random."),
        new(
            new() { Name = "random-questions", Draw = "question" },
            "Uniform over questions with a complete trace, then one of the question's traces: a question with many samples is no likelier.",
            "The paper's Random with one response a question, for pools that have several."),
        new(
            new() { Name = "long", Weight = "min(1, pow(reasoning_tokens / 5000, 2.5))" },
            "Long reasoning: the weight grows with its length, up to 5,000 tokens.",
            "The paper's Long: p = (l / C)^tau with C = 5000, tau = 2.5; that p is a weight and ends at 1 is our reading. "
            + "`long-poisson` takes each trace with that probability instead of filling a size."),
        new(
            new() { Name = "long-poisson", Sample = "min(1, pow(reasoning_tokens / 5000, 2.5))" },
            "Long reasoning: each trace by itself with a probability that grows with its length, 1 from 5,000 tokens on.",
            "The paper's Long as Poisson sampling: p = min(1, (l / C)^tau) with C = 5000, tau = 2.5."),
        new(
            new()
            {
                Name = "strategies",
                Where = "complete and strategies_unique between 4 and 8",
                Weight = "percentile(reasoning_density)",
            },
            "Many different strategies of reasoning: 4 to 8, the denser the likelier.",
            "The paper's Reasoning strategies, R_min = 4 and R_max = 8. It downsamples low density without saying how: our weight "
            + "is the density's percentile in the pool, so the median trace is drawn half as readily as the densest. "
            + "Without a size all of them are taken; `strategies-poisson` thins them out."),
        new(
            new()
            {
                Name = "strategies-poisson",
                Where = "complete and strategies_unique between 4 and 8",
                Sample = "min(1, 2 * percentile(reasoning_density))",
            },
            "Many different strategies of reasoning: 4 to 8; the less dense half of the pool is thinned out, the denser half kept.",
            "The paper's Reasoning strategies with its downsampling of low density as Poisson sampling; that it begins at the median "
            + "and falls in proportion to the density's percentile is our reading."),
        new(
            new() { Name = "models-disagree", Where = "complete and disagree" },
            "Questions on which the teacher's answer differs from the baseline's: the most sample-efficient up to about 100,000.",
            "The paper's Models Disagree."),
        new(
            new() { Name = "topics", Stratify = new() { By = "domain", Allocation = "uniform" } },
            "The same number of traces from each domain; those without a domain count as one more.",
            "The paper's Topics, uniform over topic domains; it came out below random there. "
            + "Use `stratify: {by: topic}` for the finer labels."),
        new(
            new() { Name = "semantics", Stratify = new() { By = "cluster", Allocation = "uniform" } },
            "The same number of traces from each semantic cluster; those without a cluster count as one more. "
            + "Needs `clusters` in `annotate`.",
            "The paper's Semantics, uniform over clusters of question embeddings; how many clusters it leaves open."),
        new(
            new() { Name = "verbosity-low", Where = "complete and verbosity <= 3" },
            "Efficient traces: verbosity up to 3 of 10.",
            "The paper's Verbosity; the bounds 3 and 7 are ours."),
        new(
            new() { Name = "verbosity-medium", Where = "complete and verbosity > 3 and verbosity < 7" },
            "Traces of middling verbosity: above 3 and below 7 of 10.",
            "The paper's Verbosity; the bounds 3 and 7 are ours."),
        new(
            new() { Name = "verbosity-high", Where = "complete and verbosity >= 7" },
            "Rambling traces: verbosity from 7 of 10 on.",
            "The paper's Verbosity; the bounds 3 and 7 are ours."),
        new(
            new() { Name = "easy-to-verify", Where = "complete and reference_words between 1 and 9" },
            "Questions whose reference answer is short: 1 to 9 words.",
            "The paper's Easy to verify, which it found to help mathematics only; the bound is ours."),
        // Lengths stay below 100,000 tokens, so their part is less than one step (0.01) of the ratio: it decides only among equal ratios.
        new(
            new() { Name = "shortest-correct", Where = "complete and correct", Rank = "-tokens_ratio - response_tokens / 10000000" },
            "Of each question the shortest correct trace; first those that are short for their question, "
            + "so that easy questions are not preferred.",
            "Ours, after Sui et al., Stop Overthinking, 2025."),
        new(
            new() { Name = "consensus", Where = "complete and agrees and samples >= 2 and consensus > 0.5" },
            "Traces that give the answer of more than half of the teacher's samples.",
            "Ours, after Wang et al., Self-consistency improves chain of thought reasoning, 2022."),
        new(
            new() { Name = "hard-first", Rank = "difficulty" },
            "The hardest questions of the pool; it must have been ranked.",
            "Ours: the run's difficulty, ranked over the whole pool."),
    ];

    /// <summary>The recipe of that name, or null.</summary>
    public static BuiltInRecipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);
}
