using System.Runtime.InteropServices;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>Makes the names in a folder survive a power cut; .NET cannot open folders itself.</summary>
static partial class FolderSync
{
    /// <summary>Brings a folder's entries to the disk. On Windows the file system journals them.</summary>
    public static void Persist(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0) throw Failed("open", folder);
        try
        {
            if (Sync(descriptor) != 0) throw Failed("fsync", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    static IOException Failed(string call, string folder) =>
        new($"{call} of the folder {folder} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
