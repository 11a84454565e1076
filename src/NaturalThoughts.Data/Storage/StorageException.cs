using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Data.Storage;

/// <summary>
/// The storage refused: the disk is full, read-only, out of reach. Nothing that was acknowledged is lost, and the same commit may be
/// tried again.
/// </summary>
[GenerateSerializer, Alias("nt.StorageException")]
public sealed class StorageException : IOException
{
    /// <summary>A refusal and what to do about it.</summary>
    public StorageException(StorageFault fault, Problem problem, Exception? cause = null) : base(problem.ToString(), cause)
    {
        Fault = fault;
        Problem = problem;
    }

    /// <summary>What kind of refusal.</summary>
    [Id(0)] public StorageFault Fault { get; }

    /// <summary>What happened, where, and what to do.</summary>
    [Id(1)] public Problem Problem { get; }

    /// <summary>Whether the file API reported this: what <see cref="Of(string, string, Exception)"/> can explain.</summary>
    public static bool Explains(Exception exception) =>
        exception is IOException and not StorageException and not LogDamageException or UnauthorizedAccessException;

    /// <summary>The refusal behind an exception of the file API.</summary>
    /// <param name="doing">What was being done, as in “write a commit”.</param>
    /// <param name="path">Where.</param>
    /// <param name="cause">What the file API threw.</param>
    public static StorageException Of(string doing, string path, Exception cause)
    {
        var error = PosixError.Of(cause);
        return new(error.Fault, Explain(doing, path, error, error.Errno > 0 ? error.ToString() : cause.Message), cause);
    }

    /// <summary>The refusal behind an errno.</summary>
    public static StorageException Of(string doing, string path, PosixError error) =>
        new(error.Fault, Explain(doing, path, error, error.ToString()));

    static Problem Explain(string doing, string path, PosixError error, string words)
    {
        var (why, fix) = error.Fault switch
        {
            StorageFault.DiskFull =>
                ("the disk or the quota is full", "Free space there, or move the root; what was acknowledged is safe."),
            StorageFault.ReadOnly => ("the file system is mounted read-only", "Mount it writable, or give another root."),
            StorageFault.NoPermission => ("this user may not do that there", "Give the user write permission, or give another root."),
            StorageFault.NotSupported =>
                ("the file system cannot do it", "Put the root on a file system with hard links (ext4, XFS, NFS, …)."),
            StorageFault.NotFound => ("it is not there any more", "See what removed it; start again when it is back."),
            StorageFault.NotAFolder => ("a part of the path is no folder", "Give another root, or move the file away."),
            _ => ("the system refused", "Look at the storage; the same command goes on where it stopped."),
        };
        return new Problem($"Cannot {doing}: {why}: {words}.", path, Fix: fix);
    }
}
