using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Recipes;

public sealed class RecipeTests
{
    static readonly FeatureSchema Schema = new([]);

    [Fact]
    public void Of_NothingSaid_IsTheBasisUnderTheNewName()
    {
        var basis = new Recipe
        {
            Name = "b", Where = "disagree", Weight = "2", Stratify = new() { By = "domain" },
            Size = 5, Seed = 9, PerQuestion = 3, Exclude = ["x"],
        };
        Assert.Equal(basis with { Name = "mine" }, Recipe.Of(new() { Name = "mine" }, basis));
        Assert.Equal(new Recipe { Name = "mine" }, Recipe.Of(new() { Name = "mine" }, null));
    }

    [Fact]
    public void Of_PartsSaid_ReplaceTheBasisParts()
    {
        var basis = new Recipe { Name = "b", Where = "disagree", Weight = "2", Size = 5, Seed = 9, Exclude = ["x"] };
        var spec = new SelectionSpec
        {
            Name = "mine", Where = "correct", Stratify = new() { By = "topic" }, Size = 7, Seed = 1, PerQuestion = 2, Exclude = ["y"],
        };
        var recipe = Recipe.Of(spec, basis);
        Assert.Equal(
            ("correct", "2", "topic", 7L, 1UL, 2, "y"),
            (recipe.Where, recipe.Weight, recipe.Stratify!.By, recipe.Size, recipe.Seed, recipe.PerQuestion, recipe.Exclude.Single()));
    }

    [Fact]
    public void Of_ARankOverAWeight_ReplacesIt()
    {
        var recipe = Recipe.Of(new() { Name = "mine", Rank = "difficulty" }, new() { Name = "b", Weight = "2" });
        Assert.Equal((null, "difficulty"), (recipe.Weight, recipe.Rank));
    }

    [Fact]
    public void Of_ASampleOverAWeightAndBack_ReplacesIt()
    {
        var sampled = Recipe.Of(new() { Name = "mine", Sample = "0.1", Draw = "question" }, new() { Name = "b", Weight = "2" });
        Assert.Equal((null, "0.1", true), (sampled.Weight, sampled.Sample, sampled.ByQuestion));
        var weighed = Recipe.Of(new() { Name = "mine", Weight = "3" }, sampled);
        Assert.Equal(("3", null, true), (weighed.Weight, weighed.Sample, weighed.ByQuestion));
    }

    [Theory]
    [InlineData("1", null, "trace", "mine.sample")]
    [InlineData(null, "1", "trace", "mine.sample")]
    [InlineData(null, null, "questions", "mine.draw")]
    public void Compile_SampleBesideAnotherOrderOrAStrangeDraw_IsRefused(string? weight, string? rank, string draw, string where) =>
        Assert.Equal(where, Assert.Single(
            new Recipe { Name = "mine", Sample = "0.1", Weight = weight, Rank = rank, Draw = draw }.Compile(Schema).Problems).Where);

    [Fact]
    public void Compile_ARankByQuestion_IsRefused() =>
        Assert.Equal("mine.draw", Assert.Single(
            new Recipe { Name = "mine", Rank = "difficulty", Draw = "question" }.Compile(Schema).Problems).Where);

    [Fact]
    public void Digest_SameMeaning_IsTheSame()
    {
        var recipe = new Recipe { Name = "a", Size = 10, Exclude = ["x", "y"] };
        Assert.Equal(recipe.Digest, (recipe with { Name = "b", Exclude = ["y", "x", "y"] }).Digest);
    }

    [Fact]
    public void Digest_AnyPartChanged_Differs()
    {
        var recipe = new Recipe { Name = "a" };
        Recipe[] others =
        [
            recipe, recipe with { Where = "correct" }, recipe with { Weight = "1" }, recipe with { Rank = "1" },
            recipe with { Sample = "1" }, recipe with { Draw = "question" },
            recipe with { Size = 1 }, recipe with { Seed = 1 },
            recipe with { PerQuestion = 2 }, recipe with { Exclude = ["x"] }, recipe with { Stratify = new() { By = "domain" } },
            recipe with { Stratify = new() { By = "domain", Allocation = "sqrt" } },
            recipe with { Stratify = new() { By = "domain", Shares = Shares(("a", 1)) } },
        ];
        Assert.Equal(others.Length, others.Select(other => other.Digest).Distinct().Count());
    }

    [Fact]
    public void CanonicalText_AllParts_IsYaml()
    {
        var recipe = new Recipe
        {
            Name = "a", Where = "domain = \"Law\"", Weight = "2", Draw = "question", Size = 10, Seed = 7, Exclude = ["old"],
            Stratify = new() { By = "domain", Shares = Shares(("Law", 0.5), ("Art", 1)) },
        };
        Assert.Equal(
            """
            where: "domain = \"Law\""
            weight: "2"
            draw: "question"
            stratify: {by: "domain", allocation: {"Art": 1, "Law": 0.5}}
            size: 10
            seed: 7
            per_question: 1
            exclude: ["old"]

            """,
            recipe.CanonicalText);
        var read = new YamlDotNet.Serialization.Deserializer().Deserialize<Dictionary<string, object>>(recipe.CanonicalText);
        Assert.Equal("domain = \"Law\"", read["where"]);
    }

    [Fact]
    public void Compile_EverythingWrong_SaysAllWithTheirParts()
    {
        var recipe = new Recipe
        {
            Name = "mine", Where = "complet", Weight = "domain", Rank = "nope", Size = 0, PerQuestion = 0,
            Stratify = new() { By = "domian", Allocation = "unifrom" },
        };
        var problems = recipe.Compile(Schema).Problems;
        Assert.Equal(
            ["mine.per_question", "mine.rank", "mine.size", "mine.stratify", "mine.stratify", "mine.weight", "mine.weight", "mine.where"],
            problems.Select(problem => problem.Where).Order(StringComparer.Ordinal));
        Assert.Contains(
            "mine.stratify: There is no column `domian`. Expected a text or flag column. Did you mean `domain`?",
            problems.Select(problem => problem.ToString()));
        Assert.Contains(problems, problem => problem.Fix == "Did you mean `uniform`?");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.Epsilon)]
    [InlineData(0)]
    public void Compile_BadShares_AreProblems(double share)
    {
        var stratify = new StratifySpec { By = "domain", Allocation = "ignored", Shares = Shares(("Law", share)) };
        var recipe = new Recipe { Name = "mine", Stratify = stratify };
        Assert.Equal("mine.stratify", recipe.Compile(Schema).Problems.Single().Where);
    }

    [Fact]
    public void Compile_NumbersAsStrata_AreRefused()
    {
        var problem = new Recipe { Name = "mine", Stratify = new() { By = "verbosity" } }.Compile(Schema).Problems.Single();
        Assert.StartsWith(
            "mine.stratify: Column `verbosity` holds numbers. Expected a text or flag column (model, finish_reason, complete, ",
            problem.ToString());
    }

    [Fact]
    public void Compile_GoodRecipe_KnowsWhatItReads()
    {
        var recipe = new Recipe
        {
            Name = "r", Where = "complete", Weight = "percentile(reasoning_density)", Stratify = new() { By = "domain" },
        };
        var compiled = recipe.Compile(Schema).Value!;
        Assert.Equal(["reasoning_density"], compiled.Percentiles);
        Assert.Equal(["complete", "reasoning_density", "domain"], compiled.Columns.Select(ordinal => Schema.Columns[ordinal].Name));
        Assert.False(compiled.Ranked);
    }

    [Fact]
    public void BuiltIn_EachOne_CompilesAndSaysWhereItComesFrom()
    {
        Assert.All(BuiltInRecipes.All, builtIn =>
        {
            Assert.Empty(builtIn.Recipe.Compile(Schema).Problems);
            Assert.NotEmpty(builtIn.Description);
            Assert.NotEmpty(builtIn.Source);
            Assert.Same(builtIn, BuiltInRecipes.Find(builtIn.Name));
        });
        Assert.Equal(16, BuiltInRecipes.All.Select(builtIn => builtIn.Name).Distinct().Count());
        Assert.Null(BuiltInRecipes.Find("nope"));
    }

    static ImmutableSortedDictionary<string, double> Shares(params (string Value, double Share)[] shares) =>
        shares.ToImmutableSortedDictionary(share => share.Value, share => share.Share);
}
