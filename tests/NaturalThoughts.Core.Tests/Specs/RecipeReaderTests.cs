using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Specs;

public sealed class RecipeReaderTests
{
    const string Recipe = "where: complete\nrank: level\nstratify: level\nsize: 10\nexclude: [elsewhere]\n";

    [Fact]
    public void Read_WithoutName_IsNamedByItsFile()
    {
        var recipe = RecipeReader.Read(Recipe, "recipes/hard-science.yaml").Value;

        Assert.Equal(("hard-science", "level", 10L), (recipe!.Name, recipe.Rank, recipe.Size!.Value));
    }

    [Fact]
    public void Read_FileNameThatIsNoName_AsksForOne() =>
        Assert.Equal("my recipe.yaml:1:1: The file's name `my recipe` cannot name a selection. Add `name:`.",
            Assert.Single(RecipeReader.Read(Recipe, "my recipe.yaml").Problems).ToString());

    [Fact]
    public void Read_ForARun_ChecksColumnsSelectionsAndExpressions()
    {
        var run = SpecReader.Read(SpecTexts.EveryKey, "spec.yaml").Value;

        Assert.True(RecipeReader.Read(Recipe.Replace("elsewhere", "first", StringComparison.Ordinal), "a.yaml", run, SpecCase.Complain).Ok);
        var problems = RecipeReader.Read("name: a\nwhere: BAD\nstratify: levle\nexclude: [elsewhere]\nselections: []\n", "a.yaml", run,
            SpecCase.Complain).Problems;
        Assert.Equal(["2:8", "3:11", "4:11", "5:1"], problems.Select(problem => $"{problem.Line}:{problem.Column}"));
    }

    [Fact]
    public void Read_WhatTheWriterWrote_IsTheSameRecipe()
    {
        foreach (var selection in SpecReader.Read(SpecTexts.EveryKey, "spec.yaml").Value!.Selections)
        {
            var written = SpecWriter.Write(selection);
            Assert.Equal(written, SpecWriter.Write(RecipeReader.Read(written, "other.yaml").Value!));
        }
    }
}
