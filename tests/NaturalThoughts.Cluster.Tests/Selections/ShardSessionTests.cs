using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Cluster.Tests.Selections;

public sealed class ShardSessionTests
{
    [Fact]
    public void Chosen_OfTwoSelectionsAtOnce_EachGetsItsOwn()
    {
        const int rounds = 200_000;
        var session = new ShardSession(null!);
        TraceId[] one = [new(1)], other = [new(2)];

        Parallel.For(0, rounds, round =>
        {
            var traces = round % 2 == 0 ? session.Chosen("one", () => one) : session.Chosen("other", () => other);
            Assert.Equal(round % 2 == 0 ? one : other, traces);
        });
    }

    [Fact]
    public async Task Take_APageAskedForAgain_IsTheSame()
    {
        var schema = new FeatureSchema([]);
        var table = new FeatureTable(schema);
        for (UInt128 row = 1; row <= 25; row++) table.Add(new(row), new(row), new FeatureValue[schema.Columns.Length]);
        var session = new ShardSession(table.Snapshot());
        var recipe = new Recipe { Name = "all", Where = "true" };
        Assert.Empty(session.Open(new(recipe, [], [], []), _ => true).Problems);
        var cuts = (await SelectionDriver.SelectAsync(recipe, [session.Selection], TestContext.Current.CancellationToken)).Thresholds;

        var pages = new[] { 0, 10, 20, 30 }.Select(skip => session.Take(cuts, skip, 10)).ToList();

        Assert.Equal([10, 10, 5, 0], pages.Select(page => page.Length));
        Assert.Equal(25, pages.SelectMany(page => page).Select(trace => trace.Trace).Distinct().Count());
        Assert.Equal(pages[2], session.Take(cuts, 20, 10));
        Assert.Equal(pages[1], session.Take(cuts, 10, 10));
    }
}
