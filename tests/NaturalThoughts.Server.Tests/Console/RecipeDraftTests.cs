using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Console.Workbench;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Console;

public sealed class RecipeDraftTests
{
    /// <summary>A run with one selection.</summary>
    internal static RunSpec Spec { get; } = SpecReader.Read(
        Trial.Spec("r", "endpoints: [http://localhost:1/v1]\nselections: [{name: early, recipe: random}]"), "spec.yaml").Value!;

    [Fact]
    public void Read_SizeAndSeedBesideTheText_AreTaken()
    {
        var selection = new RecipeDraft("where: complete\n", " 20 ", "7").Read(Spec).Value!;

        Assert.Equal(("complete", 20, 7ul), (selection.Where, selection.Size, selection.Seed));
        var bare = new RecipeDraft("where: complete\n").Read(Spec).Value!;
        Assert.Equal((null, null), (bare.Size, bare.Seed));
    }

    [Fact]
    public void Read_TextThatSaysThem_WinsOverTheFields()
    {
        var draft = new RecipeDraft("recipe: random\nsize: 5\nseed: 3\n", "20", "7");
        var selection = draft.Read(Spec).Value!;

        Assert.Equal((5, 3ul), (selection.Size, selection.Seed));
        Assert.Equal((true, true, false), (draft.Says("size"), draft.Says("seed"), draft.Says("where")));
    }

    [Theory]
    [InlineData("where: corect\n", "", 1, 8)]
    [InlineData("where: complete\nwhre: x\n", "", 2, 1)]
    [InlineData("where: complete\nexclude: [late]\n", "", 2, 11)]
    [InlineData("where: [\n", "", 2, 1)]
    public void Read_WrongText_SaysLineAndColumn(string yaml, string size, int line, int column)
    {
        var problem = Assert.Single(new RecipeDraft(yaml, size).Read(Spec).Problems);
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("many", "")]
    [InlineData("9223372036854775808", "")]
    [InlineData("", "-1")]
    public void Read_WrongField_SaysWhich(string size, string seed) => Assert.Equal(
        size.Length > 0 ? "size" : "seed", Assert.Single(new RecipeDraft("where: complete\n", size, seed).Read(Spec).Problems).Where);

    [Fact]
    public void Read_WrongTextAndFields_SaysAllAtOnce() =>
        Assert.Equal(3, new RecipeDraft("where: corect\n", "x", "y").Read(Spec).Problems.Length);

    [Fact]
    public void Read_EveryStart_IsTheBuiltInRecipe()
    {
        var run = Data.Runs.RunFolder.Of("/nowhere", "r").Value!;
        foreach (var recipe in BuiltInRecipes.All.Where(recipe => recipe.Recipe.Stratify?.By != "cluster"))
        {
            var start = RecipeStart.Of(recipe.Name, null, run);
            var read = new RecipeDraft(start.Text).Read(Spec);
            Assert.Empty(read.Problems);
            Assert.Equal(recipe.Recipe.Digest, Recipe.Of(read.Value!, null).Digest);
            Assert.Equal((recipe.Name, null), RecipeStart.Named(start.Key));
        }
    }

    [Fact]
    public void Start_UnknownName_SaysSoAndBeginsWithTheFirst()
    {
        var run = Data.Runs.RunFolder.Of("/nowhere", "r").Value!;
        Assert.Contains("nope", RecipeStart.Of("nope", null, run).Problem!.What, StringComparison.Ordinal);
        Assert.Contains("nope", RecipeStart.Of(null, "nope", run).Problem!.What, StringComparison.Ordinal);
        Assert.Equal(RecipeStart.Of(null, null, run).Text, RecipeStart.Of("nope", null, run).Text);
    }
}
