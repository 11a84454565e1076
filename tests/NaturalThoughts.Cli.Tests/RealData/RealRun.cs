using System.Diagnostics;
using System.Text.Json;

namespace NaturalThoughts.Cli.Tests.RealData;

/// <summary>One of the specs over the public data sets, curated once by the program for all tests of a class.</summary>
public sealed class RealRun : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("naturalthoughts-real-").FullName;
    JsonElement? _status;
    string _name = "";

    /// <summary>What the program said of the run in the end.</summary>
    public JsonElement Status => _status ?? throw new InvalidOperationException("Nothing was curated yet.");

    /// <summary>Curates a spec; skips the test where the data are not.</summary>
    public async Task CurateAsync(string spec)
    {
        var data = DataFolder();
        if (_status is not null) return;
        _name = spec;
        var text = await File.ReadAllTextAsync(Path.Combine(Project()!, "tests", "NaturalThoughts.Cli.Tests", "specs", spec + ".yaml"));
        var file = Path.Combine(_folder, spec + ".yaml");
        await File.WriteAllTextAsync(file, text.Replace("../../../../shared/data", data));

        _status = await CommandAsync("curate", file);
    }

    /// <summary>Runs a command on this root.</summary>
    /// <returns>What it printed.</returns>
    public async Task<JsonElement> CommandAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", Program, .. words, "--root", Path.Combine(_folder, "runs"), "--json"])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}\n{await output}\n{await error}");
        return JsonDocument.Parse(await output).RootElement;
    }

    /// <summary>A file of the public data.</summary>
    public static string Data(string file) => Path.Combine(DataFolder(), file);

    /// <summary>A table of a dataset for SQL: <c>data</c> or <c>metadata</c>.</summary>
    public string Table(string dataset, string config) =>
        $"read_parquet('{Path.Combine(RunFolder, "datasets", dataset, config, "*.parquet")}')";

    /// <summary>The traces of a selection for SQL.</summary>
    public string Selected(string selection) => $"read_parquet('{Path.Combine(RunFolder, "selections", selection, "selection.parquet")}')";

    /// <summary>A dataset's card.</summary>
    public string Card(string dataset) => File.ReadAllText(Path.Combine(RunFolder, "datasets", dataset, "README.md"));

    /// <summary>What the program said of a selection: taken, candidates, and how many were left out for each reason.</summary>
    public (long Taken, long Candidates, Func<string, long> LeftOut) Selection(string name)
    {
        var found = Status.GetProperty("selections").EnumerateArray()
            .Single(selection => selection.GetProperty("name").GetString() == name);
        return (
            found.GetProperty("taken").GetInt64(),
            found.GetProperty("strata").EnumerateArray().Sum(stratum => stratum.GetProperty("candidates").GetInt64()),
            reason => found.GetProperty("left_out").TryGetProperty(reason, out var count) ? count.GetInt64() : 0);
    }

    /// <summary>One of the run's counts.</summary>
    public long Count(params ReadOnlySpan<string> path)
    {
        var at = Status.GetProperty("counts");
        foreach (var name in path) at = at.GetProperty(name);
        return at.GetInt64();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string RunFolder => Path.Combine(_folder, "runs", _name);

    static string Program => Path.Combine(AppContext.BaseDirectory, "naturalthoughts.dll");

    static string? Project()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "NaturalThoughts.sln"))) at = at.Parent;
        return at?.FullName;
    }

    static string DataFolder()
    {
        foreach (var way in new[] { "../shared/data", "../../shared/data" })
            if (Project() is { } project && Path.GetFullPath(Path.Combine(project, way)) is var found && Directory.Exists(found))
                return found;
        Assert.Skip("The public data sets (../shared/data beside the project) are not on this machine.");
        return "";
    }
}
