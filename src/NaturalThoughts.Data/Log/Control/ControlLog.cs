using System.Runtime.CompilerServices;
using System.Text.Json;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Data.Log.Control;

/// <summary>
/// What was done to a run, in order: a folder of numbered JSON files, one entry each, committed as a shard's segments are.
/// </summary>
public sealed class ControlLog
{
    const string Suffix = ".json";
    const int Format = 1;

    readonly NumberedFolder _folder;
    readonly TimeProvider _time;
    readonly SemaphoreSlim _commits = new(1);
    volatile int _next = 1;

    ControlLog(NumberedFolder folder, TimeProvider time) => (_folder, _time) = (folder, time);

    /// <summary>The number the next entry tries: the first that was neither read nor committed by this instance.</summary>
    public int Next => _next;

    /// <summary>Opens the folder, made if need be. Nothing is read yet: replay, then append.</summary>
    public static Task<ControlLog> OpenAsync(string folder, TimeProvider? time = null, CancellationToken cancellation = default) =>
        Task.Run(
            () =>
            {
                var clock = time ?? TimeProvider.System;
                var numbered = FolderOf(folder);
                numbered.Open(clock);
                numbered.Last();
                return new ControlLog(numbered, clock);
            },
            cancellation);

    /// <summary>All entries from a number on, in order.</summary>
    /// <param name="from">The first; null: <see cref="Next"/>, what was not read yet.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<LoggedEntry> ReplayAsync(
        int? from = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var number = from ?? _next;
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(from));
        for (int last; (last = await Task.Run(_folder.Last, cancellation)) >= number;)
            for (; number <= last; number++)
            {
                var file = await Task.Run(() => Load(_folder, number), cancellation);
                yield return new(number, file.At, file.Control);
                if (number == _next) _next = number + 1;
            }
    }

    /// <summary>
    /// Commits an entry under the next number. On a collision read what the other did before deciding whether it still applies.
    /// </summary>
    public async Task<CommitResult> AppendAsync(ControlEntry entry, CancellationToken cancellation = default)
    {
        await _commits.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Append(entry), CancellationToken.None);
        }
        finally
        {
            _commits.Release();
        }
    }

    CommitResult Append(ControlEntry entry)
    {
        var file = new ControlFile(_next, Guid.NewGuid(), Format, _time.GetUtcNow(), entry);
        byte[] content = [.. JsonSerializer.SerializeToUtf8Bytes(file, ControlJsonContext.Default.ControlFile), (byte)'\n'];
        var committed = _folder.TryPut(file.Number, content, _ => Load(_folder, file.Number).Commit == file.Commit);
        if (!committed) return new CommitResult.Collision(file.Number);
        _next = file.Number + 1;
        return new CommitResult.Committed(file.Number);
    }

    /// <summary>A control log's folder.</summary>
    internal static NumberedFolder FolderOf(string folder) => new(folder, Suffix);

    /// <summary>Reads and checks an entry's file.</summary>
    internal static ControlFile Load(NumberedFolder folder, int number)
    {
        var name = folder.FileOf(number);
        try
        {
            var file = JsonSerializer.Deserialize(folder.Read(number), ControlJsonContext.Default.ControlFile);
            if (file is not { Format: Format }) throw new JsonException($"format {file?.Format} is not {Format}");
            return file.Number == number ? file : throw LogDamageException.Altered(name, $"The file says it is number {file.Number}.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw LogDamageException.Altered(name, $"The entry cannot be read: {e.Message}", cause: e);
        }
    }
}
