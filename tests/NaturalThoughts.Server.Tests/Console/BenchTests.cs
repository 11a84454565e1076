using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Console.Workbench;

namespace NaturalThoughts.Server.Tests.Console;

public sealed class BenchTests
{
    static readonly RecipeDraft Right = new("where: complete\n");

    readonly FakeTimeProvider _time = new();
    readonly List<(SelectionSpec Asked, TaskCompletionSource<Checked<SelectionPreview>> Answer)> _asked = [];

    [Fact]
    public async Task Write_SeveralTextsInAMoment_ReadsTheLastOneOnly()
    {
        using var bench = Bench();
        var first = bench.WriteAsync(Right with { Size = "1" });
        _time.Advance(TimeSpan.FromMilliseconds(200));
        var second = bench.WriteAsync(Right with { Size = "2" });
        await first;
        _time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal((0, true, null), (_asked.Count, bench.IsReading, bench.Selection));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, Assert.Single(_asked).Asked.Size);
        Assert.Equal((false, true, false), (bench.IsReading, bench.IsLooking, bench.IsCurrent));
        _asked[0].Answer.SetResult(new(Preview(2)));
        await second;
        Assert.Equal((2, true, false), (bench.Preview!.Selection.Taken, bench.IsCurrent, bench.IsLooking));
    }

    [Fact]
    public async Task Write_WhileAPreviewIsMade_ForgetsThatOne()
    {
        using var bench = Bench();
        var first = bench.LookAsync(Right with { Size = "1" });
        var second = bench.LookAsync(Right with { Size = "2" });
        _asked[1].Answer.SetResult(new(Preview(2)));
        await second;
        _asked[0].Answer.SetResult(new(Preview(1)));
        await first;

        Assert.Equal((2, true), (bench.Preview!.Selection.Taken, bench.IsCurrent));
    }

    [Fact]
    public async Task Write_WrongText_KeepsTheLastPreviewAsOld()
    {
        using var bench = Bench();
        var right = bench.LookAsync(Right);
        _asked[0].Answer.SetResult(new(Preview(3)));
        await right;
        await bench.LookAsync(new("where: corect\n"));

        Assert.Single(_asked);
        Assert.Single(bench.Problems);
        Assert.Equal((3, false, null), (bench.Preview!.Selection.Taken, bench.IsCurrent, bench.Selection));
    }

    [Fact]
    public async Task Look_RefusedByTheRun_SaysWhy()
    {
        using var bench = Bench();
        var look = bench.LookAsync(Right);
        _asked[0].Answer.SetResult(new([new Problem("No clusters yet.")]));
        await look;

        Assert.Equal("No clusters yet.", Assert.Single(bench.Problems).What);
        Assert.Equal((null, false, false), (bench.Preview, bench.IsCurrent, bench.IsLooking));
    }

    [Fact]
    public async Task Look_NobodyAnswers_AsksAgainByItself()
    {
        using var bench = Bench();
        var look = bench.LookAsync(Right);
        _asked[0].Answer.SetException(new TimeoutException());
        Assert.Equal((true, 1), (bench.IsStale, _asked.Count));

        _time.Advance(TimeSpan.FromSeconds(2));
        _asked[1].Answer.SetResult(new(Preview(4)));
        await look;
        Assert.Equal((4, false, true), (bench.Preview!.Selection.Taken, bench.IsStale, bench.IsCurrent));
    }

    [Fact]
    public async Task Dispose_UnderWay_EndsIt()
    {
        var bench = Bench();
        var waits = bench.WriteAsync(Right);
        bench.Dispose();
        await waits;
        Assert.Empty(_asked);
    }

    Bench Bench() => new(RecipeDraftTests.Spec, (selection, token) =>
    {
        _asked.Add((selection, new()));
        return _asked[^1].Answer.Task.WaitAsync(token);
    }, () => { }, _time);

    static SelectionPreview Preview(long taken) => new()
    {
        Selection = new()
        {
            Name = "recipe", Recipe = "", Seed = 0, Taken = taken, Pool = 10, Snapshot = "", Strata = [],
            LeftOut = ImmutableSortedDictionary<string, long>.Empty,
        },
        Distributions = [], Examples = [],
    };
}
