using NaturalThoughts.Data.Storage;
using NaturalThoughts.Data.Tests.Log;

namespace NaturalThoughts.Data.Tests.Storage;

public sealed class StagedFoldersTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sweep_OthersMakeAndRemoveTheirs_LeavesThemAlone()
    {
        using var done = new CancellationTokenSource();
        var others = Task.Run(() =>
        {
            for (var round = 0; round < 500; round++)
            {
                Directory.CreateDirectory(_folder.In($"staging/{round}/inner"));
                Directory.Delete(_folder.In($"staging/{round}"), recursive: true);
            }

            done.Cancel();
        }, TestContext.Current.CancellationToken);

        while (!done.IsCancellationRequested) StagedFolders.Sweep(_folder.In("staging"), TimeProvider.System);

        await others;
    }

    [Fact]
    public void Sweep_FolderIsTooOldToBeInUse_IsRemoved()
    {
        Directory.CreateDirectory(_folder.In("staging/old"));
        Directory.CreateDirectory(_folder.In("staging/new"));
        Directory.SetLastWriteTimeUtc(_folder.In("staging/old"), DateTime.UtcNow.AddHours(-2));

        StagedFolders.Sweep(_folder.In("staging"), TimeProvider.System);

        Assert.Equal([_folder.In("staging/new")], Directory.GetDirectories(_folder.In("staging")));
    }
}
