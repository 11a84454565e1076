using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Tests.Clusters;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Selections;

namespace NaturalThoughts.Cluster.Tests.Selections;

public sealed class PreviewTests
{
    [Fact]
    public async Task Preview_BeforeTheSelectionIsMade_SaysWhatItComesToAndRecordsNothing()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(40);
        await run.FinishAsync(TestRun.Importing());
        var wanted = new SelectionSpec { Name = "half", Where = "response_tokens > 20", Size = 25, Seed = 7, Stratify = new() { By = "model" } };
        var before = Files(run);

        var preview = await PreviewAsync(run, wanted);

        Assert.Equal(before, Files(run));
        Assert.Empty((await run.Run.Status()).Selections);
        var made = (await run.Run.Select(wanted, replace: false)).Value!;
        Assert.Equal(made with { Seconds = 0, Ground = "" }, preview.Selection with { Seconds = 0, LeftOut = made.LeftOut, Strata = made.Strata });
        Assert.Equal((made.LeftOut, made.Strata), (preview.Selection.LeftOut, preview.Selection.Strata),
            EqualityComparer<(ImmutableSortedDictionary<string, long>, ImmutableArray<StratumReport>)>.Create((one, other) =>
                one.Item1.SequenceEqual(other.Item1) && one.Item2.SequenceEqual(other.Item2)));
        var taken = SelectionFile.Read(Path.Combine(run.RunFolder, "selections", "half", SelectionFile.Name)).Select(row => row.Trace);
        Assert.Equal(taken.Order().Take(20), preview.Examples.Select(example => example.Trace));
        Assert.All(preview.Examples, example => Assert.StartsWith("What is ", example.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Preview_Distributions_AreThoseOfTheSelectionItselfBesideThePool()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(40);
        await run.FinishAsync(TestRun.Importing());
        var wanted = new SelectionSpec { Name = "few", Where = "true", Size = 9, Seed = 3 };

        var preview = await PreviewAsync(run, wanted);
        await run.Run.Select(wanted, replace: false);
        var recorded = await run.Run.Distributions("few");

        Assert.Equal(Said(recorded), Said(preview.Distributions));
        Assert.Equal((9, 40), (preview.Distributions[0].Bins.Sum(bin => bin.Left), preview.Distributions[0].Bins.Sum(bin => bin.Right)));
    }

    [Fact]
    public async Task PreviewBeside_ARecordedSelection_SaysWhatComparingBothWouldAndRecordsNothing()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(40);
        await run.FinishAsync(TestRun.Importing());
        var wanted = new SelectionSpec { Name = "new", Where = "true", Size = 25, Seed = 3 };
        await run.Run.Select(new() { Name = "old", Where = "true", Size = 15, Seed = 9 }, replace: false);
        var before = Files(run);

        var beside = (await run.View.PreviewBeside(wanted, "old")).Value!;

        Assert.Equal(before, Files(run));
        await run.Run.Select(wanted, replace: false);
        var compared = (await run.Run.Compare("new", "old")).Value!;
        Assert.Equal((25, 15, compared.Common), (beside.LeftSize, beside.RightSize, beside.Common));
        Assert.InRange(beside.Common, 1, 14);
        Assert.Equal(compared.OnlyLeft, beside.OnlyLeft);
        Assert.Equal(compared.OnlyRight, beside.OnlyRight);
        Assert.Equal(Said(compared.Distributions), Said(beside.Distributions));
    }

    [Fact]
    public async Task PreviewBeside_NoSuchSelection_SaysWhichThereAre()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(3);
        await run.FinishAsync(TestRun.Importing());

        var refused = await run.View.PreviewBeside(new() { Name = "new", Where = "true" }, "old");

        Assert.Contains("`old`", Assert.Single(refused.Problems).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_UnderWay_LetsStatusBeAsked()
    {
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var run = await TestRun.StartAsync(calls: new CallFilter(async (method, call) =>
        {
            if (method == "Sketch")
            {
                held.TrySetResult();
                await release.Task;
            }

            await call();
        }));
        run.Import(10);
        await run.FinishAsync(TestRun.Importing());

        var preview = run.View.Preview(new() { Name = "slow", Where = "true", Size = 3 });
        await held.Task;
        var status = await run.Run.Status();

        Assert.False(preview.IsCompleted);
        Assert.Equal(10, status.Counts.Traces);
        release.SetResult();
        Assert.Equal(3, (await preview).Value!.Selection.Taken);
    }

    [Fact]
    public async Task Preview_PoolHasGrownOrTheSessionIsLost_IsOfThePoolAsItIs()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(10);
        await run.FinishAsync(TestRun.Importing());
        var all = new SelectionSpec { Name = "all", Where = "true" };
        Assert.Equal(10, (await PreviewAsync(run, all)).Selection.Taken);
        foreach (var session in Enumerable.Range(0, 17).Select(_ => Guid.NewGuid()))
            for (var shard = 0; shard < 2; shard++) await run.Grains.Shard(TestRun.Name, shard).OpenSession(session);

        Assert.Equal(10, (await PreviewAsync(run, all)).Selection.Taken);
        await LateAsync(run);
        Assert.Equal(11, (await PreviewAsync(run, all)).Selection.Taken);
        run.Import(5, from: 100, file: "traces-2.jsonl");
        await run.FinishAsync(TestRun.Importing());
        var grown = await PreviewAsync(run, all);

        Assert.Equal((16, 16, 16), (grown.Selection.Taken, grown.Selection.Pool, grown.Distributions[0].Bins.Sum(bin => bin.Right)));
    }

    [Fact]
    public async Task Preview_SeveralAtOnce_AreEachOfTheirOwnRecipe()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(30);
        await run.FinishAsync(TestRun.Importing());

        var previews = await Task.WhenAll(Enumerable.Range(1, 8)
            .Select(size => PreviewAsync(run, new() { Name = $"p{size}", Where = "true", Size = size, Seed = 1 })));

        Assert.Equal(Enumerable.Range(1, 8).Select(size => ($"p{size}", (long)size)),
            previews.Select(preview => (preview.Selection.Name, preview.Selection.Taken)));
        Assert.All(previews, preview => Assert.Equal(preview.Selection.Taken, preview.Examples.Length));
    }

    [Fact]
    public async Task Preview_OfWhatCannotBe_SaysAllThatIsWrong()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(3);
        await run.FinishAsync(TestRun.Importing());

        var refused = await run.View.Preview(new() { Name = "bad", Where = "colour = 'red'", Weight = "pow(", Size = 0, PerQuestion = 0 });
        var named = await run.View.Preview(new() { Name = "../bad" });
        var nested = await run.View.Preview(new() { Name = "deep", Where = new string('(', 65) + "true" + new string(')', 65) });
        var nothing = await PreviewAsync(run, new() { Name = "none", Where = "false" });

        Assert.Equal(["bad.where", "bad.weight", "bad.size", "bad.per_question"], refused.Problems.Select(problem => problem.Where));
        Assert.Contains("cannot be the name", Assert.Single(named.Problems).What, StringComparison.Ordinal);
        Assert.Contains("more than 64 deep", Assert.Single(nested.Problems).What, StringComparison.Ordinal);
        Assert.Equal((0, 0), (nothing.Selection.Taken, nothing.Examples.Length));
    }

    [Fact]
    public async Task Preview_ByClustersThatAreNotMadeYet_IsRefusedAndMakesNone()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 30), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByWords());
        var even = new SelectionSpec { Name = "even", Recipe = "semantics", Size = 10, Seed = 3 };
        Assert.Equal(10, (await PreviewAsync(run, even)).Selection.Taken);
        await LateAsync(run);
        var before = Files(run);

        var refused = await run.View.Preview(even);

        Assert.Contains("not in clusters yet", Assert.Single(refused.Problems).What, StringComparison.Ordinal);
        Assert.Equal(before.Where(IsOfClusters), Files(run).Where(IsOfClusters));

        static bool IsOfClusters(string file) => file.StartsWith("clusters", StringComparison.Ordinal);
    }

    // A question that comes beside the sources.
    static async Task LateAsync(TestRun run)
    {
        var late = QuestionId.Of("Late?");
        await run.Grains.Shard(TestRun.Name, late.Shard(2)).Commit(
        [
            new IntakeFact
            {
                FileDigest = Digest.Of("late"), Origin = new(0, "late", 1), Question = new() { Text = "Late?", Source = "late", Id = late },
            },
            new ResponseFact
            {
                Question = late, Response = new() { Request = default, Model = "t", Role = ModelRole.Teacher, Content = "4" },
            },
            new SealFact
            {
                Question = late, Plan = (await run.Catalog.GetAsync(TestRun.Name)).Plan.Digest, Generation = 2,
                Traces = [new(TraceId.Of(late, default, 0), default, ImmutableSortedDictionary<string, FeatureValue>.Empty)],
            },
        ]);
    }

    static async Task<SelectionPreview> PreviewAsync(TestRun run, SelectionSpec selection)
    {
        var preview = await run.View.Preview(selection);
        Assert.True(preview.Ok, string.Join('\n', preview.Problems));
        return preview.Value;
    }

    static IEnumerable<string> Said(IEnumerable<DistributionPair> pairs) =>
        pairs.Select(pair => $"{pair.Column}: {string.Join(", ", pair.Bins.Select(bin => $"{bin.Label} {bin.Left}/{bin.Right}"))}");

    static SortedSet<string> Files(TestRun run) =>
        new(Directory.EnumerateFileSystemEntries(run.RunFolder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(run.RunFolder, file)), StringComparer.Ordinal);
}
