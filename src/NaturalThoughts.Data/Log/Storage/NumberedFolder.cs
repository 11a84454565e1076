using System.Globalization;
using System.IO.Enumeration;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Log.Storage;

/// <summary>
/// A folder of files numbered from 1 without gaps, each put there once and never changed: put-if-absent of the next number is the
/// commit.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="suffix">What follows the eight digits in a file's name.</param>
sealed class NumberedFolder(string path, string suffix)
{
    const string TemporaryPrefix = ".tmp-";
    const string RangeSuffix = ".parquet";
    const string Restore = "Restore it from a backup or a snapshot of the file system.";

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
    /// The highest number, 0 when there is none, made durable: what is seen here survives a power cut, whoever committed it.
    /// </summary>
    /// <exception cref="LogDamageException">A foreign name, a compacted range, or a number that is missing.</exception>
    public int Last()
    {
        var numbers = new List<int>();
        foreach (var name in Names())
        {
            if (IsPassing(name)) continue;
            if (!TryParse(name, out var number)) throw Foreign(name);
            numbers.Add(number);
        }

        numbers.Sort();
        var expected = 1;
        foreach (var number in numbers)
        {
            // A listing made beside commits may miss a name that is there.
            for (; expected < number; expected++)
                if (!File.Exists(FileOf(expected))) throw Missing(expected, number);
            expected = number + 1;
        }

        Sync();
        return expected - 1;
    }

    /// <summary>Puts the next file there, durably. False: another writer has the number; its file is durable from here on.</summary>
    /// <param name="number">The number.</param>
    /// <param name="content">What the file shall hold.</param>
    /// <param name="isOurs">
    /// Whether the file of that name is this very commit: a retried network call reports our own success as a conflict.
    /// </param>
    /// <exception cref="LogDamageException">A compacted range covers the number, which this version cannot catch up with.</exception>
    public bool TryPut(int number, ReadOnlySpan<byte> content, Func<bool> isOurs)
    {
        var temporary = System.IO.Path.Combine(path, $"{TemporaryPrefix}{Guid.NewGuid():N}");
        var name = FileOf(number);
        try
        {
            WriteDurably(temporary, content);
            BeforeLink?.Invoke(temporary, name);
            var error = PosixLink.Link(temporary, name);
            var ours = error == PosixError.None || (File.Exists(name) && isOurs());
            if (!ours && error.Fault is not StorageFault.Exists) throw StorageException.Of("commit", name, error);
            Sync();
            if (ours) RefuseRanges(number);
            return ours;
        }
        finally
        {
            PosixLink.Unlink(temporary); // what is left behind after a crash is ignored and removed later
        }
    }

    /// <summary>The bytes of a file that was committed.</summary>
    public byte[] Read(int number)
    {
        var file = FileOf(number);
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (FileNotFoundException e)
        {
            throw new LogDamageException(
                new Problem("The file is missing, though it was committed.", file, Fix: Restore), e);
        }
        catch (Exception e) when (StorageException.Explains(e))
        {
            throw StorageException.Of("read the log", file, e);
        }
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

    void Sync()
    {
        var error = PosixLink.SyncFolder(path);
        // Who reads a read-only mount has nothing to make durable.
        if (error.Fault is not (StorageFault.None or StorageFault.ReadOnly))
            throw StorageException.Of("make the folder durable", path, error);
    }

    // The number may have been free only because a range took its file's place. Ranges are aligned powers of 64, so the few names that
    // could cover it are asked for; listing the folder after each commit took milliseconds where it held ten thousand files.
    void RefuseRanges(int number)
    {
        for (var size = 64L; size <= int.MaxValue; size *= 64)
        {
            var first = ((number - 1) / size * size) + 1;
            var range = string.Create(CultureInfo.InvariantCulture, $"{first:D8}-{first + size - 1:D8}{RangeSuffix}");
            if (File.Exists(System.IO.Path.Combine(path, range))) throw Foreign(range);
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

    bool TryParse(ReadOnlySpan<char> name, out int number)
    {
        number = 0;
        if (!name.EndsWith(suffix, StringComparison.Ordinal)) return false;
        var digits = name[..^suffix.Length];
        return digits.Length >= 8
            && (digits.Length == 8 || digits[0] != '0')
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number > 0;
    }

    LogDamageException Foreign(string name) => new(name.EndsWith(RangeSuffix, StringComparison.Ordinal)
        ? new Problem(
            "This is a compacted range, which this version cannot read.",
            System.IO.Path.Combine(path, name),
            Fix: "Use the version of NaturalThoughts that compacted the log.")
        : new Problem(
            "This file does not belong into the log.",
            System.IO.Path.Combine(path, name),
            Expected: $"only files named 00000001{suffix}, 00000002{suffix}, …",
            Fix: "Move it out of the folder."));

    LogDamageException Missing(int number, int next) => new(new Problem(
        $"The file is missing, though number {next} is there.",
        FileOf(number),
        Fix: Restore));
}
