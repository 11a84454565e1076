using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Selections;

namespace NaturalThoughts.Cluster.Tests.Selections;

public sealed class SelectTests
{
    [Fact]
    public async Task Select_WhatItExcludesWasSelectedAnew_IsMadeAnew()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        await run.FinishAsync(TestRun.Importing());
        var (first, rest) = (Of("first", size: 10, seed: 1), Of("rest") with { Exclude = ["first"] });
        await SelectAsync(run, first);
        await SelectAsync(run, rest);

        await SelectAsync(run, first with { Seed = 2 });
        var again = await SelectAsync(run, rest);

        Assert.False(again.Existing);
        Assert.Empty(Traces(run, "first").Intersect(Traces(run, "rest")));
    }

    [Fact]
    public async Task Select_DifficultyIsDefinedAnew_IsMadeAnew()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        var hardest = Of("hardest", size: 5) with { Rank = "difficulty" };
        await run.FinishAsync(TestRun.Importing("difficulty: response_tokens"));
        await SelectAsync(run, hardest);
        var before = Traces(run, "hardest");

        await run.FinishAsync(TestRun.Importing("difficulty: 0 - response_tokens"));
        await SelectAsync(run, hardest);

        Assert.Empty(before.Intersect(Traces(run, "hardest")));
    }

    [Fact]
    public async Task Select_Again_IsTheSame()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        await run.FinishAsync(TestRun.Importing());

        var made = await SelectAsync(run, Of("some", size: 7));
        var again = await SelectAsync(run, Of("some", size: 7));

        Assert.Equal((false, true), (made.Existing, again.Existing));
    }

    [Fact]
    public async Task OpenSession_QuestionIsSealedBeforeTheRanking_IsNotInTheSnapshot()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(6);
        await run.FinishAsync(TestRun.Importing("difficulty: response_tokens").Replace("shards: 2", "shards: 1"));
        var (shard, session) = (run.Grains.Shard(TestRun.Name, 0), Guid.NewGuid());
        var opened = await shard.OpenSession(session);

        await shard.Commit([Intake("Late?"), Seal("Late?")]);
        var range = await shard.DifficultyRange(session, []);
        await shard.SetDifficulty(session, await shard.DifficultyCount(session, range));
        var inSnapshot = await shard.Summarise(session, new(new() { Name = "all" }, [], [], []));

        Assert.Equal(6, opened.Traces);
        Assert.Equal(6, inSnapshot.Value!.Strata.Sum(stratum => stratum.Count));
    }

    [Fact]
    public async Task OpenSession_NobodyClosesThem_OldestIsForgotten()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(2);
        await run.FinishAsync(TestRun.Importing());
        var (shard, sessions) = (run.Grains.Shard(TestRun.Name, 0), Enumerable.Range(0, 17).Select(_ => Guid.NewGuid()).ToList());
        foreach (var session in sessions) await shard.OpenSession(session);

        await Assert.ThrowsAsync<SessionLostException>(() => shard.Histograms(sessions[0], ["sample"]));
        foreach (var session in sessions[1..]) Assert.Single(await shard.Histograms(session, ["sample"]));
    }

    [Fact]
    public async Task Explain_PoolHasGrown_SaysWhatTheSelectionHolds()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(10);
        await run.FinishAsync(TestRun.Importing());
        await SelectAsync(run, Of("half") with { Where = "percentile(response_tokens) < 0.5" });
        var recorded = Traces(run, "half");
        run.Import(30, from: 200, file: "traces-2.jsonl");
        await run.FinishAsync(TestRun.Importing());

        var dossiers = await run.Run.Find("", 100);
        foreach (var trace in dossiers.SelectMany(dossier => dossier.Responses).Select(fact => fact.Trace))
        {
            var explained = await run.Run.Explain("half", trace.ToString());
            Assert.Equal(recorded.Contains(trace), explained.Value!.Taken);
        }
    }

    [Fact]
    public async Task Select_ExcludedFileHoldsNoIds_IsRefused()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(3);
        await run.FinishAsync(TestRun.Importing());
        File.WriteAllText(Path.Combine(run.Folder, "leave-out.txt"), "00000000000000000000000000000001\n\nno id\n");

        var refused = await run.Run.Select(Of("rest") with { Exclude = ["leave-out.txt"] }, replace: true);

        var problem = Assert.Single(refused.Problems);
        Assert.Equal(("leave-out.txt", 3), (problem.Where, problem.Line));
    }

    [Fact]
    public async Task Select_MoreThanAPageOfTraces_TakesEachOnce()
    {
        const int traces = 9_000;
        await using var run = await TestRun.StartAsync();
        run.Import(1);
        await run.FinishAsync(TestRun.Importing());
        var question = QuestionId.Of("Much?");
        var responses = Enumerable.Range(0, traces).Select(sample => new ResponseFact
        {
            Question = question, Response = new() { Request = default, Sample = sample, Model = "t", Role = ModelRole.Teacher, Content = "4" },
        });
        var seal = Seal("Much?") with
        {
            Generation = 1 + traces,
            Traces = [.. Enumerable.Range(0, traces).Select(sample =>
                new SealedTrace(TraceId.Of(question, default, sample), default, ImmutableSortedDictionary<string, FeatureValue>.Empty))],
        };
        await run.Grains.Shard(TestRun.Name, question.Shard(2)).Commit([Intake("Much?"), .. responses, seal]);

        var report = await SelectAsync(run, Of("all") with { Where = "true", PerQuestion = traces });

        Assert.Equal(traces + 1, report.Taken);
        Assert.Equal(traces + 1, Traces(run, "all").Distinct().Count());
    }

    [Fact]
    public async Task Select_OtherRecipeOrGrownPool_IsMadeAnew()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(20);
        await run.FinishAsync(TestRun.Importing());
        var first = await SelectAsync(run, Of("some", size: 7));

        Assert.False((await SelectAsync(run, Of("some", size: 7, seed: 8))).Existing);
        Assert.False((await SelectAsync(run, Of("some", size: 7))).Existing);
        run.Import(20, from: 100, file: "traces-2.jsonl");
        await run.FinishAsync(TestRun.Importing());
        var grown = await SelectAsync(run, Of("some", size: 7));

        Assert.False(grown.Existing);
        Assert.NotEqual(first.Snapshot, grown.Snapshot);
        Assert.Equal((20, 40), (first.Pool, grown.Pool));
    }

    static SelectionSpec Of(string name, long? size = null, ulong seed = 7) => new() { Name = name, Size = size, Seed = seed };

    static async Task<SelectionReport> SelectAsync(TestRun run, SelectionSpec selection)
    {
        var report = await run.Run.Select(selection, replace: true);
        Assert.True(report.Ok, string.Join('\n', report.Problems));
        return report.Value;
    }

    static List<TraceId> Traces(TestRun run, string selection) =>
        [.. SelectionFile.Read(Path.Combine(run.RunFolder, "selections", selection, SelectionFile.Name)).Select(row => row.Trace)];

    static IntakeFact Intake(string question) => new()
    {
        FileDigest = Digest.Of("late"), Origin = new(0, "late", 1),
        Question = new() { Text = question, Source = "late", Id = QuestionId.Of(question) },
    };

    static SealFact Seal(string question) => new()
    {
        Question = QuestionId.Of(question), Plan = Digest.Of("plan"), Generation = 1,
        Traces = [new(TraceId.Of(QuestionId.Of(question), default, 0), default, ImmutableSortedDictionary<string, FeatureValue>.Empty)],
    };
}
