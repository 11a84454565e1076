using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Cleaning;

namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>One cleaning of a run: shards read their questions, near duplicates are looked for over all of them, and each shard commits
/// what that came to. Doing it again commits nothing twice, so it can be broken off anywhere.</summary>
/// <param name="grains">Reaches the shards.</param>
/// <param name="run">The run.</param>
/// <param name="questions">Different questions there are.</param>
sealed class RunCleaning(IGrainFactory grains, RunContext run, long questions)
{
    const int PagePairs = 1 << 14;

    readonly Guid _session = Guid.NewGuid();
    readonly int[] _read = new int[run.Spec.Shards];
    readonly int _bands = run.Spec.Clean!.NearDuplicates is { } near ? LshBands.For(near.Threshold).Bands : 0;
    volatile int _band;

    /// <summary>How far it is.</summary>
    public CleaningProgress Progress => new(_read.Sum(read => (long)Volatile.Read(ref read)), questions, _band, _bands);

    /// <summary>Cleans.</summary>
    /// <exception cref="CleaningInterruptedException">A shard lost what it had read.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await EachAsync(shard => ReadAsync(shard, stop));
            if (_bands > 0) await RemoveAsync(stop);
            await EachAsync(async shard =>
            {
                while (await Shard(shard).RecordRemovals(_session) is null) stop.ThrowIfCancellationRequested();
            });
        }
        finally
        {
            await EachAsync(EndAsync);
        }
    }

    async Task ReadAsync(int shard, CancellationToken stop)
    {
        CleaningReading reading;
        do
        {
            stop.ThrowIfCancellationRequested();
            reading = await Shard(shard).ReadForCleaning(_session);
            Volatile.Write(ref _read[shard], reading.Read);
        }
        while (!reading.Done);
    }

    async Task RemoveAsync(CancellationToken stop)
    {
        var seats = CleaningSeat.Of(grains, run, _session);
        var near = await NearDuplicateSearch.RunAsync(seats, _bands, questions, band => _band = band, stop);
        _band = _bands;
        foreach (var mine in near.GroupBy(pair => pair.Question.Shard(run.Spec.Shards)))
            foreach (var page in mine.Chunk(PagePairs)) await Shard(mine.Key).Remove(_session, [.. page]);
    }

    async Task EndAsync(int shard)
    {
        try
        {
            await Shard(shard).EndCleaning(_session);
        }
        catch (Exception error) when (Passing.Is(error))
        {
            // One that is gone holds nothing any more.
        }
    }

    ISelectionShardGrain Shard(int number) => grains.Shard(run.Name, number);

    Task EachAsync(Func<int, Task> ask) => Task.WhenAll(Enumerable.Range(0, run.Spec.Shards).Select(ask));
}
