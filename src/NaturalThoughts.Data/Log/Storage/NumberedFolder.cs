using System.Globalization;
using System.IO.Enumeration;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Log.Storage;

/// <summary>
/// A folder of files numbered from 1 without gaps, each put there once and never changed: put-if-absent of the next number is the
/// commit. Compacted ranges may stand for the files they cover; readers ignore what a wider one covers.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="suffix">What follows the eight digits in a file's name.</param>
/// <param name="ranges">Whether compacted ranges may stand there.</param>
sealed class NumberedFolder(string path, string suffix, bool ranges = false)
{
    /// <summary>What is wrong about a file that is not there.</summary>
    public const string Restore = "Restore it from a backup or a snapshot of the file system.";

    const string TemporaryPrefix = ".tmp-";

    // What NFS makes of a file removed while somebody reads it; it goes away by itself.
    const string RemovedOnNfsPrefix = ".nfs";

    static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
    static readonly TimeSpan TemporaryLife = TimeSpan.FromHours(1);

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>Runs just before the link, with the temporary file and the name it shall get; tests make races and crashes of it.</summary>
    public Action<string, string>? BeforeLink { get; set; }

    /// <summary>The file of a number.</summary>
    public string FileOf(int number) => System.IO.Path.Combine(path, number.ToString("D8", CultureInfo.InvariantCulture) + suffix);

    /// <summary>The file of a range.</summary>
    public string FileOf(SegmentRange range) => range.IsSingle ? FileOf(range.First) : System.IO.Path.Combine(path, range.Name);

    /// <summary>A name for a file that is being written.</summary>
    public string Temporary() => System.IO.Path.Combine(path, $"{TemporaryPrefix}{Guid.NewGuid():N}");

    /// <summary>Makes the folder if need be and removes temporary files that no writer can still hold.</summary>
    public void Open(TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(path);
            foreach (var temporary in Directory.EnumerateFiles(path, TemporaryPrefix + "*"))
                if (time.GetUtcNow() - File.GetLastWriteTimeUtc(temporary) > TemporaryLife)
                    PosixLink.Unlink(temporary); // one that cannot be removed is only ignored
        }
        catch (Exception e) when (StorageException.Explains(e))
        {
            throw StorageException.Of("open the log", path, e);
        }
    }

    /// <summary>
    /// The files that together hold every number once, in order, made durable: what is seen here survives a power cut, whoever
    /// committed it.
    /// </summary>
    /// <exception cref="LogDamageException">A foreign name, or a number that is missing.</exception>
    public List<SegmentRange> Cover()
    {
        var listing = List();
        if (listing.Foreign is [var name, ..]) throw new LogDamageException(Foreign(name));
        var cover = listing.Cover(Find, (number, next) => throw new LogDamageException(Missing(number, next)));
        Sync();
        return cover;
    }

    /// <summary>The highest number, 0 when there is none; durable like <see cref="Cover"/>.</summary>
    public int Last() => Cover() is [.., var last] ? last.Last : 0;

    /// <summary>All files in the folder, those that are being written left out.</summary>
    public FolderListing List()
    {
        var (files, foreign) = (new List<SegmentRange>(), new List<string>());
        foreach (var name in Names())
            if (IsPassing(name)) continue;
            else if (TryParse(name, out var file)) files.Add(file);
            else foreign.Add(name);
        return FolderListing.Of(files, foreign);
    }

    /// <summary>The widest file there is that holds a number; null: there is none.</summary>
    /// <remarks>
    /// A file goes away only after a wider one is there. So who looks from the narrowest to the widest finds one, however much is
    /// compacted meanwhile, and the few names asked for cost far less than a listing.
    /// </remarks>
    public SegmentRange? Find(int number)
    {
        SegmentRange? found = null;
        foreach (var range in SegmentRange.Around(number).TakeWhile(range => ranges || range.IsSingle))
            if (File.Exists(FileOf(range))) found = range;
        return found;
    }

    /// <summary>Puts the next file there, durably. False: another writer has the number; its file is durable from here on.</summary>
    /// <param name="number">The number.</param>
    /// <param name="content">What the file shall hold.</param>
    /// <param name="isOurs">
    /// Whether a file holds this very commit under the number, null when the file has gone. A retried network call reports our own
    /// success as a conflict, and a compaction may be quicker than we are.
    /// </param>
    public bool TryPut(int number, ReadOnlySpan<byte> content, Func<SegmentRange, bool?> isOurs)
    {
        var temporary = Temporary();
        var name = FileOf(number);
        try
        {
            WriteDurably(temporary, content);
            BeforeLink?.Invoke(temporary, name);
            var error = PosixLink.Link(temporary, name);
            var linked = error == PosixError.None;
            if (!linked && Find(number) is null) throw StorageException.Of("commit", name, error);
            Sync();
            var holder = Find(number);
            if (linked && holder is null or { IsSingle: true }) return true;
            var ours = IsOurs(number, isOurs);
            if (!ours && !linked && error.Fault is not StorageFault.Exists) throw StorageException.Of("commit", name, error);
            // The number was free only because a range had taken its file's place: nobody reads this one.
            if (linked) PosixLink.Unlink(name);
            return ours;
        }
        finally
        {
            PosixLink.Unlink(temporary); // what is left behind after a crash is ignored and removed later
        }
    }

    /// <summary>Gives a finished file, already on the disk, the name of its range, durably. False: the range is there.</summary>
    public bool TryPublish(string temporary, SegmentRange range)
    {
        var name = FileOf(range);
        BeforeLink?.Invoke(temporary, name);
        var error = PosixLink.Link(temporary, name);
        if (error != PosixError.None && !File.Exists(name)) throw StorageException.Of("publish a compacted range", name, error);
        Sync();
        return error == PosixError.None;
    }

    /// <summary>The bytes of a file that was committed; null: it is not there, or not any more.</summary>
    public byte[]? TryRead(int number)
    {
        var file = FileOf(number);
        using var held = HeldFiles.Hold(file);
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (StorageException.Explains(e))
        {
            // A file removed on another machine while it is read is a stale handle on NFS.
            return File.Exists(file) ? throw StorageException.Of("read the log", file, e) : null;
        }
    }

    /// <summary>The bytes of a file that was committed and is never compacted.</summary>
    public byte[] Read(int number) => TryRead(number) ?? throw new LogDamageException(Missing(number));

    /// <summary>Makes the folder's names durable.</summary>
    public void Sync()
    {
        var error = PosixLink.SyncFolder(path);
        // Who reads a read-only mount has nothing to make durable.
        if (error.Fault is not (StorageFault.None or StorageFault.ReadOnly))
            throw StorageException.Of("make the folder durable", path, error);
    }

    /// <summary>What is wrong about a number that was committed and is in no file.</summary>
    public Problem Missing(int number) => new("The file is missing, though it was committed.", FileOf(number), Fix: Restore);

    /// <summary>What is wrong about a number that is in no file though a later one is.</summary>
    public Problem Missing(int number, SegmentRange next) => new(
        $"The file is missing, though number {next.First} is there.", FileOf(number), Fix: Restore);

    /// <summary>What is wrong about a foreign name.</summary>
    public Problem Foreign(string name) => new(
        "This file does not belong into the log.",
        System.IO.Path.Combine(path, name),
        Expected: ranges
            ? $"only files named 00000001{suffix}, 00000002{suffix}, … and {new SegmentRange(1, SegmentRange.Fan).Name}, …"
            : $"only files named 00000001{suffix}, 00000002{suffix}, …",
        Fix: "Move it out of the folder.");

    bool IsOurs(int number, Func<SegmentRange, bool?> isOurs)
    {
        while (Find(number) is { } holder)
            if (isOurs(holder) is { } answer) return answer;
        return false;
    }

    static void WriteDurably(string file, ReadOnlySpan<byte> content)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception e) when (StorageException.Explains(e))
        {
            throw StorageException.Of("write a commit", file, e);
        }
    }

    List<string> Names()
    {
        try
        {
            return [.. new FileSystemEnumerable<string>(path, (ref entry) => entry.FileName.ToString(), Everything)];
        }
        catch (Exception e) when (StorageException.Explains(e))
        {
            throw StorageException.Of("list the log", path, e);
        }
    }

    static bool IsPassing(string name) =>
        name.StartsWith(TemporaryPrefix, StringComparison.Ordinal) || name.StartsWith(RemovedOnNfsPrefix, StringComparison.Ordinal);

    bool TryParse(string name, out SegmentRange file)
    {
        file = default;
        if (ranges && SegmentRange.TryParse(name, out file)) return true;
        if (!name.EndsWith(suffix, StringComparison.Ordinal)) return false;
        if (!SegmentRange.TryParseNumber(name.AsSpan()[..^suffix.Length], out var number)) return false;
        file = SegmentRange.Of(number);
        return true;
    }
}
