using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Cluster.Tests.Shards;

/// <summary>Nothing else of this process runs beside, so that what the heap loses is what the shard held.</summary>
[CollectionDefinition(nameof(ShardMemoryTests), DisableParallelization = true)]
[Collection(nameof(ShardMemoryTests))]
public sealed class ShardMemoryTests(ITestOutputHelper output)
{
    // Whole blocks of every list, so that the last ones make no difference.
    const int Questions = 16 * FeatureTable.BlockRows;

    [Fact]
    public void Apply_QuestionsWithOneTraceEach_TakeUnder150BytesATrace()
    {
        var (some, twiceAsMany) = (Held(Questions), Held(2 * Questions));
        var perTrace = (twiceAsMany - some) / (double)Questions;
        output.WriteLine($"{perTrace:f1} bytes a trace, and {(2 * some) - twiceAsMany:n0} bytes that do not grow.");
        Assert.InRange(perTrace, 1, 150);
    }

    // What comes free when the shard goes: two looks at the heap, one right after the other.
    long Held(int questions)
    {
        object?[] shard = [null];
        Fold(shard, questions);
        var with = Heap();
        shard[0] = null;
        return with - Heap();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Fold(object?[] shard, int questions)
    {
        var state = new ShardState(new FeatureSchema([]));
        var dispatch = new ShardDispatch(
            state.Questions.Index, _ => new TaskCompletionSource<bool>().Task, _ => true, _ => { }, TimeProvider.System,
            NullLogger.Instance);
        dispatch.Start([]);
        foreach (var (fact, position) in new RealisticFacts().Batch(0, questions))
            if (state.Apply(fact, position) is { } question) dispatch.Offer(question);
        Assert.Equal(questions, state.Traces);
        var (index, all, table) = (state.Questions.Index.Bytes, state.Questions.Bytes, state.Table.Bytes);
        output.WriteLine(
            $"{questions:n0} questions, bytes of each: index {Each(index):f1}, records {Each(all - index):f1}, table {Each(table):f1}.");
        shard[0] = (state, dispatch);

        double Each(long bytes) => bytes / (double)questions;
    }

    static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
