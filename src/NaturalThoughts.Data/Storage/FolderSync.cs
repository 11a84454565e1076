namespace NaturalThoughts.Data.Storage;

/// <summary>Makes the names in a folder survive a power cut; .NET cannot open folders itself.</summary>
static class FolderSync
{
    /// <summary>Brings a folder's entries to the disk.</summary>
    /// <exception cref="StorageException">The storage refused.</exception>
    public static void Persist(string folder)
    {
        if (PosixLink.SyncFolder(folder) is var error && error != PosixError.None)
            throw StorageException.Of("make the folder durable", folder, error);
    }
}
