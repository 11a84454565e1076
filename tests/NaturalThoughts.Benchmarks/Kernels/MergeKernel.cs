using BenchmarkDotNet.Attributes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Sharding;

namespace NaturalThoughts.Benchmarks.Kernels;

/// <summary>What thousands of shards answer to a round that collects keys, put together: two by two, and one after the other.</summary>
[MemoryDiagnoser]
public class MergeKernel
{
    ProbeReply[] _replies = [];

    /// <summary>Shards that answer.</summary>
    [Params(64, 4096)]
    public int Shards { get; set; }

    /// <summary>Makes answers that hold as many keys as a round may collect.</summary>
    [GlobalSetup]
    public void Make()
    {
        var random = new Random(1);
        _replies =
        [
            .. Enumerable.Range(0, Shards).Select(_ => new ProbeReply
            {
                Split = [[.. Enumerable.Range(0, 64).Select(index => new Bucket(index * 7, 3))]],
                Collected =
                [
                    [.. Enumerable.Range(0, ProbeRequest.MostCandidates / Shards)
                        .Select(_ => new SelectionKey((ulong)random.NextInt64(), 1, (UInt128)random.NextInt64())).Order()],
                ],
            }),
        ];
    }

    /// <summary>As the product does it.</summary>
    [Benchmark]
    public ProbeReply TwoByTwo() => MergeReplies.Of(_replies, ProbeReply.Merge);

    /// <summary>Each with all before it.</summary>
    [Benchmark(Baseline = true)]
    public ProbeReply OneByOne() => _replies.Aggregate(ProbeReply.Merge);
}
