using System.Runtime.InteropServices;

namespace NaturalThoughts.Data.Storage;

/// <summary>What a refused system call means for the log.</summary>
public enum StorageFault
{
    /// <summary>The call succeeded.</summary>
    None,

    /// <summary>The name is taken (EEXIST).</summary>
    Exists,

    /// <summary>There is nothing of that name (ENOENT), or not any more on another machine (ESTALE).</summary>
    NotFound,

    /// <summary>The disk or the quota is full (ENOSPC, EDQUOT, EFBIG).</summary>
    DiskFull,

    /// <summary>The file system is mounted read-only (EROFS).</summary>
    ReadOnly,

    /// <summary>The user may not do that there (EACCES).</summary>
    NoPermission,

    /// <summary>The file system cannot do that at all (EPERM, ENOTSUP, ENOSYS, EMLINK, EINVAL).</summary>
    NotSupported,

    /// <summary>A part of the path is no folder, or is one where a file was expected (ENOTDIR, EISDIR).</summary>
    NotAFolder,

    /// <summary>Anything else: an I/O error.</summary>
    Other,
}

/// <summary>An errno as the kernel gave it; 0 is success.</summary>
public readonly record struct PosixError(int Errno)
{
    /// <summary>No error.</summary>
    public static PosixError None => default;

    /// <summary>What it means. Numbers above 34 differ between Linux and macOS.</summary>
    public StorageFault Fault => Errno switch
    {
        0 => StorageFault.None,
        2 => StorageFault.NotFound,
        13 => StorageFault.NoPermission,
        17 => StorageFault.Exists,
        20 or 21 => StorageFault.NotAFolder,
        27 or 28 => StorageFault.DiskFull,
        30 => StorageFault.ReadOnly,
        1 or 22 or 31 => StorageFault.NotSupported,
        116 when OperatingSystem.IsLinux() => StorageFault.NotFound,
        70 when OperatingSystem.IsMacOS() => StorageFault.NotFound,
        122 when OperatingSystem.IsLinux() => StorageFault.DiskFull,
        69 when OperatingSystem.IsMacOS() => StorageFault.DiskFull,
        38 or 95 when OperatingSystem.IsLinux() => StorageFault.NotSupported,
        45 or 78 or 102 when OperatingSystem.IsMacOS() => StorageFault.NotSupported,
        _ => StorageFault.Other,
    };

    /// <summary>The errno behind an exception of the file API; a failure without one counts as <see cref="StorageFault.Other"/>.</summary>
    public static PosixError Of(Exception exception) => exception switch
    {
        UnauthorizedAccessException { InnerException: IOException inner } => Of(inner),
        UnauthorizedAccessException => new(13),
        FileNotFoundException or DirectoryNotFoundException => new(2),
        IOException { HResult: > 0 and var errno } => new(errno),
        _ => new(-1),
    };

    /// <summary>The system's own words.</summary>
    public override string ToString() => Errno > 0 ? $"{Marshal.GetPInvokeErrorMessage(Errno)} (errno {Errno})" : "no error number";
}
