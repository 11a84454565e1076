using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NaturalThoughts.Cli;

namespace NaturalThoughts.Deploy.Tests.Container;

/// <summary>What images are made of, by <c>docker build</c> and by the SDK.</summary>
public sealed partial class ImageTests
{
    [Fact]
    public void Bases_EachOfThem_HaveATagThatStays() =>
        Assert.All(Dockerfile.Instructions.Where(one => one.Name == "FROM"),
            from => Assert.Matches(@"^(--platform=\S+ )?mcr\.microsoft\.com/dotnet/(sdk|aspnet):10\.0-[a-z-]+( AS [a-z]+)?$", from.Text));

    [Fact]
    public void Copies_FromTheRepository_AreThereAndAreNotKeptFromTheBuilder()
    {
        var sources = Dockerfile.Instructions.Where(one => one.Name == "COPY" && !one.Text.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(one => one.Text.Split(' ')[..^1]).ToList();
        var sent = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source));
        Assert.All(sources, source => Assert.Contains(source.Split('/')[0], sent));
    }

    [Fact]
    public void Restore_OfEveryProject_HasItsFilesBeforeTheSources()
    {
        var before = string.Join(' ', Dockerfile.Instructions.TakeWhile(one => one.Name != "RUN").Select(one => one.Text));

        Assert.All(Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories), project =>
        {
            var folder = Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(project)!);
            Assert.Contains($"{folder}/{Path.GetFileName(project)} {folder}/packages.lock.json {folder}/", before);
        });
        Assert.Contains("dotnet restore --locked-mode", Dockerfile.Instructions.First(one => one.Name == "RUN").Text);
    }

    [Fact]
    public void Image_WhenItRuns_IsNotRootAndIsAskedHowItIs()
    {
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", Dockerfile.Last("USER").Last());
        Assert.Equal("SIGTERM", Dockerfile.Last("STOPSIGNAL").Single());
        Assert.Equal("/runs", Dockerfile.Last("VOLUME").Single());
        Assert.Contains("NATURALTHOUGHTS_ROOT=/runs", Dockerfile.Last("ENV").Single());
        Assert.Empty(Dockerfile.Last("RUN"));
        var check = JsonSerializer.Deserialize<string[]>(Dockerfile.Last("HEALTHCHECK").Single().Split("CMD", 2)[1])!;
        Assert.All((string[][])[check, ["naturalthoughts", .. JsonSerializer.Deserialize<string[]>(Dockerfile.Last("CMD").Single())!]],
            called => Assert.Empty(CommandTree.Build().Parse(called[1..]).Errors));
    }

    [Fact]
    public void Version_OfTheImage_IsTheProgramsWhereverItStands()
    {
        var version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.Contains($"org.opencontainers.image.version=\"{version}\"", Dockerfile.Last("LABEL").Single());
        Assert.All(Compose.ComposeFile.Services.Where(service => service.IsProgram),
            service => Assert.Equal($"naturalthoughts:{version}", service.Text("image")));
    }

    [Fact]
    public void SdksImage_NextToTheDockerfiles_IsTheSame()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", "NaturalThoughts.Cli", "NaturalThoughts.Cli.csproj"));
        string Property(string name) => project.Descendants(name).Single().Value;
        IEnumerable<string> Items(string name) => project.Descendants(name).Select(item => (string)item.Attribute("Include")!);

        Assert.Equal(Dockerfile.Last("FROM").Single(), Property("ContainerBaseImage"));
        Assert.StartsWith($"{Property("ContainerUser")}:", Dockerfile.Last("USER").Last());
        Assert.Equal(Dockerfile.Last("EXPOSE").Single().Split(' '), Items("ContainerPort").Single().Split(';'));
        Assert.Equal(Dockerfile.Last("ENV").Single().Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
            project.Descendants("ContainerEnvironmentVariable")
                .Select(item => $"{item.Attribute("Include")!.Value}={item.Attribute("Value")!.Value}").Order());
        Assert.Equal($"[\"{Items("ContainerAppCommand").Single()}\"]", Dockerfile.Last("ENTRYPOINT").Single());
        Assert.Equal($"[\"{Items("ContainerDefaultArgs").Single()}\"]", Dockerfile.Last("CMD").Single());
    }

    // The program's build leaves these out: nothing that stays may need them.
    [Fact]
    public void Libraries_OfTheCompiler_AreNeededByThemselvesOnly()
    {
        var users = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(file => !Compiler().IsMatch(Path.GetFileName(file)))
            .Where(file => References(file).Any(name => Compiler().IsMatch(name + ".")));

        Assert.Empty(users.Select(Path.GetFileName));
    }

    static List<string> References(string file)
    {
        using var portable = new PEReader(File.OpenRead(file));
        if (!portable.HasMetadata) return [];
        var reader = portable.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(reference => reader.GetString(reader.GetAssemblyReference(reference).Name))];
    }

    [GeneratedRegex(@"^(Microsoft\.CodeAnalysis|Humanizer|System\.Composition)\.")]
    private static partial Regex Compiler();
}
