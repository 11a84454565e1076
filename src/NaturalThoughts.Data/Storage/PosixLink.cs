using System.Runtime.InteropServices;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Data.Storage;

/// <summary>
/// The system calls a commit rests on, which .NET does not offer: a link that fails when the name is taken, and fsync of a folder.
/// </summary>
/// <remarks>
/// POSIX promises that of several racing <c>link(2)</c> to one name exactly one succeeds, on local and on NFS file systems.
/// <c>File.Move(overwrite: false)</c> checks and then renames, so two writers can both succeed.
/// </remarks>
static partial class PosixLink
{
    /// <summary>Why the log cannot work on this system; null where it can.</summary>
    public static Problem? Unsupported => OperatingSystem.IsWindows()
        ? new Problem(
            "Windows cannot commit to the log: it has no link(2) that fails when the name is taken.",
            Fix: "Run NaturalThoughts on Linux or macOS, or in WSL or a container with the root on a Linux file system.")
        : null;

    /// <summary>Gives a file a second name; fails with <see cref="StorageFault.Exists"/> when the name is taken.</summary>
    public static PosixError Link(string existing, string name)
    {
        ThrowIfUnsupported();
        return LinkNative(existing, name) == 0 ? PosixError.None : new(Marshal.GetLastPInvokeError());
    }

    /// <summary>Removes a name.</summary>
    public static PosixError Unlink(string name)
    {
        ThrowIfUnsupported();
        return UnlinkNative(name) == 0 ? PosixError.None : new(Marshal.GetLastPInvokeError());
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static PosixError SyncFolder(string folder)
    {
        ThrowIfUnsupported();
        // opendir instead of open: its flags (O_DIRECTORY, O_CLOEXEC) have other values on each architecture.
        var stream = OpenFolder(folder);
        if (stream == 0) return new(Marshal.GetLastPInvokeError());
        var error = SyncNative(FolderDescriptor(stream)) == 0 ? PosixError.None : new PosixError(Marshal.GetLastPInvokeError());
        var closed = CloseFolder(stream) == 0 ? PosixError.None : new PosixError(Marshal.GetLastPInvokeError());
        return error == PosixError.None ? closed : error;
    }

    static void ThrowIfUnsupported()
    {
        if (Unsupported is { } problem) throw new PlatformNotSupportedException(problem.ToString());
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkNative(string existing, string name);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnlinkNative(string name);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFolder(string folder);

    [LibraryImport("libc", EntryPoint = "dirfd", SetLastError = true)]
    private static partial int FolderDescriptor(nint stream);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncNative(int descriptor);

    [LibraryImport("libc", EntryPoint = "closedir", SetLastError = true)]
    private static partial int CloseFolder(nint stream);
}
