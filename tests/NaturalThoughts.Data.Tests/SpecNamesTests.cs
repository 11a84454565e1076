using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Layouts;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Data.Tests;

public class SpecNamesTests
{
    [Fact]
    public void SpecNames_OfFiles_AreThoseThatCanBeReadAndWritten()
    {
        Assert.Equal(Presets.Names.Order(StringComparer.Ordinal), SpecNames.Presets.Order(StringComparer.Ordinal));
        Assert.Equal(DatasetLayout.All.Select(layout => layout.Name), SpecNames.Layouts);
        Assert.Equal(DatasetFormats.Names, SpecNames.Formats);
    }
}
