using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Data.Tests.Log;

static class ReplayExtensions
{
    public static async Task<List<LoggedFact>> ToListAsync(this IAsyncEnumerable<LoggedFact> facts)
    {
        var list = new List<LoggedFact>();
        await foreach (var fact in facts) list.Add(fact);
        return list;
    }

    /// <summary>All that a folder holds, read by a log of its own.</summary>
    public static async Task<List<LoggedFact>> ReplayAsync(this TempFolder folder) =>
        await (await SegmentLog.OpenAsync(folder.Path)).ReplayAsync().ToListAsync();
}
