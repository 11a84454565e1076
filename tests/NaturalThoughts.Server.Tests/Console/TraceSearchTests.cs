using System.Collections.Immutable;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Console.Traces;

namespace NaturalThoughts.Server.Tests.Console;

/// <summary>Looking for traces until there is something to show.</summary>
public sealed class TraceSearchTests
{
    static readonly TraceSearch Words = TraceSearch.Of("words", null, null, null, null);

    [Fact]
    public void Of_EmptyFields_LeavesNothingOut() => Assert.False(TraceSearch.Of(" ", "", null, "", null).IsNarrow);

    [Fact]
    public async Task FindAsync_PagesThatFindLittle_LooksOnUntilThePoolEnds()
    {
        var asked = new List<TraceQuery>();

        var found = await Words.FindAsync(query =>
        {
            asked.Add(query);
            return Task.FromResult(new TracePage([Line(asked.Count)], asked.Count < 3 ? Trace(asked.Count) : null, 256));
        }, default);

        Assert.Equal([Trace(1), Trace(2), Trace(3)], found.Items.Select(item => item.Trace));
        Assert.Null(found.Next);
        Assert.Equal(768, found.Scanned);
        Assert.Equal([null, Trace(1), Trace(2)], asked.Select(query => query.After));
        Assert.Equal([50, 49, 48], asked.Select(query => query.Limit));
    }

    [Fact]
    public async Task FindAsync_NothingFoundInALargePool_StopsAndSaysWhereToGoOn()
    {
        var looks = 0;

        var found = await Words.FindAsync(_ => Task.FromResult(new TracePage([], Trace(++looks), 256)), default);

        Assert.Equal((8, 2048, Trace(8)), (looks, found.Scanned, found.Next!.Value));
    }

    [Fact]
    public async Task FindAsync_NobodyWaitsAnyMore_Stops()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => Words.FindAsync(_ => Task.FromResult(new TracePage([], Trace(1), 256)), gone.Token));
    }

    [Fact]
    public async Task FindAsync_AnIdThatIsNone_NamesTheField()
    {
        var refused = await Assert.ThrowsAsync<ProblemsException>(
            () => TraceSearch.Of(null, null, null, "xyz", null).FindAsync(_ => throw new InvalidOperationException(), default));

        Assert.Equal("question", Assert.Single(refused.Problems).Where);
    }

    static TraceId Trace(int number) => new((UInt128)number);

    static TraceLine Line(int number) => new(Trace(number), new((UInt128)1), "", ImmutableSortedDictionary<string, FeatureValue>.Empty);
}
