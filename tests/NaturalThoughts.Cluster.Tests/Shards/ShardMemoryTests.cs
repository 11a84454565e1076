using Microsoft.Extensions.Logging.Abstractions;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Cluster.Tests.Shards;

/// <summary>Nothing else of this process runs beside, so that the heap's growth is the shard's.</summary>
[CollectionDefinition(nameof(ShardMemoryTests), DisableParallelization = true)]
[Collection(nameof(ShardMemoryTests))]
public sealed class ShardMemoryTests(ITestOutputHelper output)
{
    const int Questions = 100_000;

    [Fact]
    public void Apply_QuestionsWithOneTraceEach_TakeUnder150BytesATrace()
    {
        var (state, facts) = (new ShardState(new FeatureSchema([])), new RealisticFacts());
        var dispatch = new ShardDispatch(
            state.Questions.Index, _ => new TaskCompletionSource<bool>().Task, _ => true, TimeProvider.System, NullLogger.Instance);
        dispatch.Start([]);
        var bytes = new long[3];
        for (var batch = 0; batch < bytes.Length; batch++)
        {
            if (batch > 0)
                foreach (var (fact, position) in facts.Batch((batch - 1) * Questions, Questions))
                    if (state.Apply(fact, position) is { } question) dispatch.Offer(question);
            bytes[batch] = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.Equal(2 * Questions, state.Traces);
        var perTrace = (bytes[2] - bytes[1]) / (double)Questions;
        output.WriteLine($"{perTrace:f1} bytes a trace; fixed {(2 * bytes[1]) - bytes[2] - bytes[0]:n0} bytes.");
        output.WriteLine(
            $"Index {state.Questions.Index.Bytes / 2.0 / Questions:f1}, records {(state.Questions.Bytes - state.Questions.Index.Bytes) / 2.0 / Questions:f1}, "
            + $"table {state.Table.Bytes / 2.0 / Questions:f1}.");
        Assert.InRange(perTrace, 1, 150);
        GC.KeepAlive(dispatch);
    }
}
