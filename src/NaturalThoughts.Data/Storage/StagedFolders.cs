namespace NaturalThoughts.Data.Storage;

/// <summary>Folders in which something is made before it is renamed to its place.</summary>
public static class StagedFolders
{
    static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>Removes what crashes left behind: the folders inside that nobody has touched for an hour.</summary>
    /// <param name="parent">Where they stand; it need not be there.</param>
    /// <param name="time">Clock by which they are old.</param>
    public static void Sweep(string parent, TimeProvider time)
    {
        try
        {
            foreach (var folder in Directory.GetDirectories(parent))
                if (IsOld(folder, time)) Remove(folder);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing is staged, or no more.
        }
    }

    /// <summary>Removes a folder, and the one it stands in when nothing else does; another process may be removing them too.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            var parent = Path.GetDirectoryName(folder)!;
            if (!Directory.EnumerateFileSystemEntries(parent).Any()) Directory.Delete(parent);
        }
        catch (IOException) when (!Directory.Exists(folder))
        {
            return; // gone already, or something new stands beside it
        }
    }

    static bool IsOld(string folder, TimeProvider time)
    {
        try
        {
            return time.GetUtcNow() - LastTouched(folder) > Life;
        }
        catch (DirectoryNotFoundException)
        {
            return false; // somebody has just finished with it
        }
    }

    static DateTime LastTouched(string folder) => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
        .Append(folder).Max(File.GetLastWriteTimeUtc);
}
