using System.Collections.Immutable;

namespace NaturalThoughts.Data.Log.Storage;

/// <summary>What a listing of a log's folder showed; made beside commits and compactions it may miss a name that is there.</summary>
/// <param name="Files">The log's files, each before those it covers.</param>
/// <param name="Foreign">Names that do not belong there.</param>
sealed record FolderListing(ImmutableArray<SegmentRange> Files, ImmutableArray<string> Foreign)
{
    /// <summary>Sorts what was listed.</summary>
    public static FolderListing Of(IEnumerable<SegmentRange> files, IEnumerable<string> foreign) => new(
        [.. files.OrderBy(file => file.First).ThenByDescending(file => file.Last)],
        [.. foreign.Order(StringComparer.Ordinal)]);

    /// <summary>The files that no wider one covers, in order; from number 1 on without gaps up to the first number nobody has.</summary>
    /// <param name="find">Looks for a file that was not listed.</param>
    /// <param name="gap">Called with the missing number and the next one there is; nothing of the log follows unless it returns.</param>
    public List<SegmentRange> Cover(Func<int, SegmentRange?> find, Action<int, SegmentRange> gap)
    {
        var cover = new List<SegmentRange>();
        var expected = 1L;
        foreach (var file in Files)
        {
            while (expected < file.First && find((int)expected) is { } unlisted) Take(unlisted);
            if (file.Last < expected) continue;
            if (expected < file.First) gap((int)expected, file);
            Take(file);
        }

        while (expected < int.MaxValue && find((int)expected) is { } unlisted) Take(unlisted);
        return cover;

        void Take(SegmentRange file)
        {
            cover.Add(file);
            expected = file.Last + 1L;
        }
    }

    /// <summary>The files that a wider one covers, each with the widest that does.</summary>
    public IEnumerable<(SegmentRange File, SegmentRange By)> Covered()
    {
        SegmentRange? widest = null;
        foreach (var file in Files)
            if (widest is { } range && range.Covers(file)) yield return (file, range);
            else widest = file;
    }
}
