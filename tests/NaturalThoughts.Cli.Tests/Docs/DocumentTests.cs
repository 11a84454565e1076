using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cli.Tests.Docs;

public sealed class DocumentTests
{
    [Fact]
    public void Links_InEveryDocument_LeadSomewhere() =>
        Assert.Empty(Document.All().SelectMany(document => document.Links().Where(link => !Leads(document, link))
            .Select(link => $"{document}: {link}")));

    [Fact]
    public void CommandLines_InEveryDocument_AreUnderstood()
    {
        var tree = CommandTree.Build();
        var lines = Document.All().SelectMany(document => document.CommandLines().Select(line => (document, line))).ToList();

        Assert.True(lines.Count >= 15, $"Only {lines.Count} command lines were found.");
        Assert.Empty(lines.SelectMany(called => tree.Parse(called.line).Errors
            .Select(error => $"{called.document}: {called.line}: {error.Message}")));
    }

    [Fact]
    public void Readme_EveryCommand_IsShown()
    {
        var shown = Document.Of("README.md").CommandLines().Select(line => line.Split(' ')[0]).ToHashSet();

        Assert.All(CommandTree.Build().Subcommands, command => Assert.Contains(command.Name, shown));
    }

    [Fact]
    public void Readme_BeginsWithTheTwoCommands()
    {
        var first = Document.Of("README.md").Blocks("sh").First();

        Assert.Equal("dotnet run --project src/NaturalThoughts.Cli -- curate samples/quickstart.yaml\ndotnet test\n", first);
    }

    [Fact]
    public void Specs_InEveryDocument_HaveNoProblems()
    {
        // What stands in the chart's are values of its own.
        var specs = Document.All().Where(document => !$"{document}".StartsWith("helm", StringComparison.Ordinal))
            .SelectMany(document => document.Blocks("yaml").Select(yaml => (document, yaml))).ToList();

        Assert.NotEmpty(specs);
        Assert.All(specs, spec => Assert.Empty(SpecReader.Read(spec.yaml, $"{spec.document}", SpecExpressions.Check).Problems));
    }

    [Fact]
    public void ExitCodes_InEveryDocument_AreTheSame()
    {
        var tables = Document.All().Select(document => File.ReadAllText(document.Path))
            .Where(text => text.Contains("## Exit codes", StringComparison.Ordinal))
            .Select(text => string.Join('\n', text[text.IndexOf("## Exit codes", StringComparison.Ordinal)..].Split('\n')
                .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'))))
            .ToList();

        Assert.Equal(3, tables.Count);
        Assert.Single(tables.Distinct());
    }

    static bool Leads(Document from, string link)
    {
        if (link.StartsWith("https://", StringComparison.Ordinal)) return Uri.TryCreate(link, UriKind.Absolute, out _);
        var (path, anchor) = link.Split('#', 2) is [var file, var heading] ? (file, heading) : (link, null);
        var target = path.Length == 0 ? from.Path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from.Path)!, path));
        return target.StartsWith(Document.Root, StringComparison.Ordinal)
            && (File.Exists(target) || Directory.Exists(target))
            && (anchor is null || Document.Of(target).Anchors().Contains(anchor));
    }
}
