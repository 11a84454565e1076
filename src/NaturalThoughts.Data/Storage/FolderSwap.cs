namespace NaturalThoughts.Data.Storage;

/// <summary>Puts a finished folder in its place: whole, or not at all.</summary>
public static class FolderSwap
{
    /// <summary>Renames a folder to its name; what stood there is removed. A crash in between leaves the name free, never half a
    /// folder.</summary>
    /// <param name="finished">The folder, complete, on the same file system.</param>
    /// <param name="place">Its name.</param>
    /// <exception cref="StorageException">The storage refused.</exception>
    public static void Replace(string finished, string place)
    {
        FolderSync.Persist(finished);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        var before = new List<string>();
        while (!TryMove(finished, place))
        {
            if (!Directory.Exists(finished))
                throw new DirectoryNotFoundException($"{finished} was taken away before it could be put in place.");
            // Somebody else may put his there in between, or take it away; the last one stays.
            if (TryMove(place, $"{finished}-replaced-{before.Count}")) before.Add($"{finished}-replaced-{before.Count}");
        }

        FolderSync.Persist(Path.GetDirectoryName(place)!);
        before.ForEach(StagedFolders.Remove);
    }

    static bool TryMove(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (Directory.Exists(to) || !Directory.Exists(from))
        {
            return false;
        }
    }
}
