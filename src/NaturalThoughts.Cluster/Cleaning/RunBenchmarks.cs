using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Benchmarks;

namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>A run's benchmarks on this silo: read when a shard asks for them, shared by all shards, and let go of afterwards.</summary>
/// <param name="clean">The spec's section.</param>
/// <param name="folder">The folder its paths are relative to.</param>
/// <param name="digest">The files the spec was accepted with; null: it names none.</param>
sealed class RunBenchmarks(CleanSpec? clean, string folder, Digest? digest)
{
    readonly Lock _gate = new();
    Task<BenchmarkIndex>? _index;

    /// <summary>The files the spec was accepted with; null: it names none.</summary>
    public Digest? Digest => digest;

    /// <summary>The benchmarks; null where the spec names none.</summary>
    /// <exception cref="RunUnusableException">They cannot be read, or are not those the spec was accepted with.</exception>
    public async Task<BenchmarkIndex?> GetAsync()
    {
        if (digest is null) return null;
        Task<BenchmarkIndex> index;
        lock (_gate)
        {
            if (_index is null or { IsFaulted: true }) _index = Task.Run(ReadAsync);
            index = _index;
        }

        return await index;
    }

    /// <summary>Lets go of them.</summary>
    public void Release()
    {
        lock (_gate) _index = null;
    }

    async Task<BenchmarkIndex> ReadAsync()
    {
        var read = await BenchmarkFiles.ReadAsync(clean, folder, CancellationToken.None);
        if (!read.Ok) throw new RunUnusableException(read.Problems[0]);
        if (read.Value.Digest == digest) return read.Value.Index;
        throw new RunUnusableException(new Problem(
            "The benchmark files are not those that the spec was accepted with.", folder,
            Fix: "`naturalthoughts curate` with the spec takes them as they are now, or put the others back."));
    }
}
