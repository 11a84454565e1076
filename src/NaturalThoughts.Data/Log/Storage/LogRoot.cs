using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Log.Storage;

/// <summary>A folder that was found fit to hold runs: writable, with room, and with links that are exclusive.</summary>
public sealed class LogRoot
{
    const int ProbeBytes = 64 * 1024;

    LogRoot(string path) => Path = path;

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes the folder if need be and tries in it what every commit rests on. Leaves nothing behind.</summary>
    /// <param name="root">The folder; relative paths are from the current one.</param>
    public static Checked<LogRoot> Check(string root) => Check(root, PosixLink.Link);

    internal static Checked<LogRoot> Check(string root, Func<string, string, PosixError> link)
    {
        if (PosixLink.Unsupported is { } unsupported) return new([unsupported with { Where = root }]);
        try
        {
            var path = System.IO.Path.GetFullPath(root);
            Directory.CreateDirectory(path);
            Probe(path, link);
            return new(new LogRoot(path));
        }
        catch (StorageException e)
        {
            return new([e.Problem with { Where = root }]);
        }
        catch (Exception e) when (StorageException.Explains(e) || e is ArgumentException)
        {
            return new([StorageException.Of("use the folder as root", root, e).Problem]);
        }
    }

    static void Probe(string path, Func<string, string, PosixError> link)
    {
        var file = System.IO.Path.Combine(path, $".tmp-{Guid.NewGuid():N}");
        var name = file + "-link";
        try
        {
            using (var handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write))
            {
                // Some bytes: a full disk still takes an empty file.
                RandomAccess.Write(handle, new byte[ProbeBytes], 0);
                RandomAccess.FlushToDisk(handle);
            }

            ThrowIf(link(file, name), "make a hard link", path);
            var second = link(file, name);
            if (second.Fault is not StorageFault.Exists) throw NotExclusive(path, second);
            ThrowIf(PosixLink.SyncFolder(path), "make the folder durable", path);
        }
        finally
        {
            PosixLink.Unlink(name);
            PosixLink.Unlink(file);
        }
    }

    static void ThrowIf(PosixError error, string doing, string path)
    {
        if (error != PosixError.None) throw StorageException.Of(doing, path, error);
    }

    static StorageException NotExclusive(string path, PosixError second) => new(StorageFault.NotSupported, new Problem(
        $"Links are not exclusive there: the second link to one name {(second == PosixError.None ? "succeeded" : $"gave: {second}")}.",
        path,
        Expected: "EEXIST (errno 17)",
        Fix: "Two silos could overwrite each other's commits. "
            + "Put the root on a file system with exclusive hard links (ext4, XFS, NFS, …)."));
}
