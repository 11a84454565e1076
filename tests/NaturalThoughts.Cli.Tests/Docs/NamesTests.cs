using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Layouts;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Cli.Tests.Docs;

/// <summary>The names specs can choose from are those the rooms have; documents and schema are held to <see cref="SpecNames"/>.</summary>
public sealed class NamesTests
{
    [Fact]
    public void Recipes_OfSpecs_AreTheBuiltInOnes() => Assert.Equal(BuiltInRecipes.All.Select(recipe => recipe.Name), SpecNames.Recipes);

    [Fact]
    public void Presets_OfSpecs_AreTheReaders() => Assert.Equal(Presets.Names, SpecNames.Presets);

    [Fact]
    public void Layouts_OfSpecs_AreTheWriters() => Assert.Equal(DatasetLayout.All.Select(layout => layout.Name), SpecNames.Layouts);

    [Fact]
    public void Formats_OfSpecs_AreTheWriters() => Assert.Equal(DatasetFormats.Names, SpecNames.Formats);

    [Fact]
    public void Annotators_OfSpecs_AreTheReaders() => Assert.Equal(AnnotatorSet.Names, SpecNames.Annotators);
}
