using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Data.Tests.Log;

static class FolderExtensions
{
    /// <summary>Commits segments of one fact each, numbered from what is there.</summary>
    public static async Task CommitAsync(this TempFolder folder, int segments)
    {
        var log = await SegmentLog.OpenAsync(folder.Path);
        await log.ReplayAsync().ToListAsync();
        for (var i = 0; i < segments; i++) Assert.IsType<CommitResult.Committed>(await log.CommitAsync([SomeFacts.Response(log.Next)]));
    }

    /// <summary>The names of the folder's files, in order.</summary>
    public static List<string> Names(this TempFolder folder) =>
        [.. Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
