using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Data.Tests.Runs;

public sealed class SpecFileTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-spec-");

    string Path => System.IO.Path.Combine(_folder.FullName, "spec.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_AsLongAsItMayBe_IsTheText()
    {
        var text = new string('é', RecipeReader.LongestText);
        File.WriteAllText(Path, text);

        Assert.Equal(text, SpecFile.Read(Path).Value);
    }

    [Fact]
    public void Read_MuchTooLong_IsRefusedAndNotRead()
    {
        using (var file = File.Create(Path)) file.SetLength(1L << 40);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var problem = Assert.Single(SpecFile.Read(Path).Problems);

        Assert.Equal(("at most 1048576 characters", Path), (problem.Expected, problem.Where));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [InlineData("absent.yaml")]
    [InlineData("")]
    public void Read_NoFile_SaysSo(string name) => Assert.StartsWith(
        "The file cannot be read", Assert.Single(SpecFile.Read(System.IO.Path.Combine(_folder.FullName, name)).Problems).What, StringComparison.Ordinal);
}
