using System.CommandLine.Parsing;
using DuckDB.NET.Data;

namespace NaturalThoughts.Cli.Tests.Docs;

/// <summary>Takes the README's tour of the quickstart, command by command.</summary>
public sealed class ReadmeTourTests : IDisposable
{
    readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("naturalthoughts-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Readme_CommandsOnTheQuickstart_Succeed()
    {
        var tour = Document.Of("README.md").CommandLines()
            .Where(line => line.Contains("quickstart", StringComparison.Ordinal)).ToList();
        Assert.Contains(tour, line => line.StartsWith("explain", StringComparison.Ordinal));

        foreach (var line in tour)
        {
            var words = CommandLineParser.SplitCommandLine(line).Select(Given);
            Assert.NotEmpty(await Called.RunAsync(Document.Root, [.. words, "--root", _root.FullName]));
        }
    }

    string Given(string word) => word switch
    {
        // The reader puts a trace's id here.
        "TRACE" => FirstTrace(Path.Combine(_root.FullName, "quickstart", "selections", "long-20")),
        "report.html" => Path.Combine(_root.FullName, word),
        _ => word,
    };

    static string FirstTrace(string selection)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select min(trace_id) from read_parquet('{selection}/selection.parquet')";
        return (string)command.ExecuteScalar()!;
    }
}
