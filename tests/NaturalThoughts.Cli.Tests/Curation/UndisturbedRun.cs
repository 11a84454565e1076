using NaturalThoughts.Cli.Tests.Curation;

[assembly: AssemblyFixture(typeof(UndisturbedRun))]

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>What the workshop's spec comes to when nothing gets in its way; made once, when the first test asks.</summary>
public sealed class UndisturbedRun
{
    readonly Lazy<Task<SortedDictionary<string, string>>> _datasets = new(MakeAsync);

    /// <summary>Every file of its datasets, by SHA-256.</summary>
    public Task<SortedDictionary<string, string>> Datasets => _datasets.Value;

    static async Task<SortedDictionary<string, string>> MakeAsync()
    {
        using var workshop = new Workshop();
        (await CommandProcess.CurateToEndAsync(workshop)).Ended(0);
        Assert.Equal(Workshop.Responses, RunFolderReader.Calls(workshop).Distinct().Count());
        return RunFolderReader.Datasets(workshop);
    }
}
