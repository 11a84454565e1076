using System.Xml.Linq;

namespace NaturalThoughts.Cli.Tests;

public sealed class RoomsTests
{
    // References point left only.
    static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Core"] = [],
        ["Data"] = ["Core"],
        ["Inference"] = ["Core"],
        ["Cluster"] = ["Core", "Data", "Inference"],
        ["Server"] = ["Core", "Data", "Inference", "Cluster"],
        ["Cli"] = ["Core", "Data", "Inference", "Cluster", "Server"],
    };

    [Fact]
    public void Projects_EachRoom_ReferencesOnlyWhatStandsLeftOfIt()
    {
        var source = Path.Combine(Root(), "src");
        Assert.Equal(Rooms.Keys.Order(), Directory.EnumerateDirectories(source).Select(folder => NameOf(Path.GetFileName(folder))).Order());
        foreach (var (room, left) in Rooms)
        {
            var project = Path.Combine(source, $"NaturalThoughts.{room}", $"NaturalThoughts.{room}.csproj");
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => NameOf(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)));
            Assert.True(references.All(left.Contains), $"{room} references {string.Join(", ", references.Except(left))}.");
        }
    }

    static string NameOf(string project) => project["NaturalThoughts.".Length..];

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "NaturalThoughts.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
