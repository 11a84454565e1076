using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Control;
using NaturalThoughts.Data.Log.Storage;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Log.Verification;

/// <summary>Reads all logs of a run to their last byte and says all that is wrong with them. Changes nothing, and may run beside
/// writers and compactors.</summary>
public static class LogVerifier
{
    /// <summary>Verifies the control log and the log of every shard.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageException">The storage refused.</exception>
    public static Task<VerificationReport> VerifyAsync(RunFolder run, CancellationToken cancellation = default) =>
        Task.Run(() => Verify(run, cancellation), cancellation);

    static VerificationReport Verify(RunFolder run, CancellationToken cancellation)
    {
        var problems = new FileProblems();
        var logs = ImmutableArray.CreateBuilder<VerifiedLog>();
        var (control, shards) = CheckControl(run, problems);
        logs.Add(control);
        foreach (var (folder, shard) in ShardFolders(run, shards, problems))
        {
            cancellation.ThrowIfCancellationRequested();
            logs.Add(new ShardCheck(folder, Path.GetRelativePath(run.Path, folder), shard, shards, problems).Run(cancellation));
        }

        return new(logs.ToImmutable(), problems.All);
    }

    // How many shards a run has never changes, so any accepted spec says it.
    static (VerifiedLog Log, int? Shards) CheckControl(RunFolder run, FileProblems problems)
    {
        var folder = ControlLog.FolderOf(run.Control);
        if (!Directory.Exists(run.Control))
        {
            problems.Add(new("The control log is missing.", run.Control, Fix: NumberedFolder.Restore));
            return (new("control", 0, 0, 0, 0, 0, 0), null);
        }

        var (listing, entries, shards) = (folder.List(), 0L, default(int?));
        foreach (var foreign in listing.Foreign) problems.Add(folder.Foreign(foreign));
        var cover = listing.Cover(folder.Find, (number, next) => problems.Add(folder.Missing(number, next)));
        foreach (var file in cover)
            try
            {
                if (ControlLog.Load(folder, file.First).Control is SpecAccepted accepted)
                    shards ??= SpecReader.Read(accepted.Text, run.Spec).Value?.Shards;
                entries++;
            }
            catch (LogDamageException damage)
            {
                problems.Add(damage.Problem);
            }

        var bytes = cover.Sum(file => new FileInfo(folder.FileOf(file)).Length);
        return (new("control", cover is [.., var last] ? last.Last : 0, entries, cover.Count, 0, 0, bytes), shards);
    }

    static IEnumerable<(string Folder, int Shard)> ShardFolders(RunFolder run, int? shards, FileProblems problems)
    {
        var parent = Path.GetDirectoryName(run.Shard(0))!;
        if (!Directory.Exists(parent)) yield break;
        foreach (var entry in Directory.EnumerateFileSystemEntries(parent).Order(StringComparer.Ordinal))
            if (Directory.Exists(entry)
                && int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
                && entry == run.Shard(shard) && (shards is null || shard < shards))
                yield return (entry, shard);
            else
                problems.Add(new(
                    "This does not belong among the shards.",
                    entry,
                    Expected: shards is null ? "folders 0000, 0001, …" : $"folders 0000 to {shards - 1:D4}",
                    Fix: "Move it out of the folder."));
    }
}
