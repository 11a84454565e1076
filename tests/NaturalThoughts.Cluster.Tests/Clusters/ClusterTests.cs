using NaturalThoughts.Cluster.Tests.Support;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cluster.Tests.Clusters;

/// <summary>Clusters of a run's questions, on real silos.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task Curate_AnyShardsOrderAndSilo_FindsTheSameClusters()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 300), "subjects.jsonl");

        var byModel = (await run.FinishAsync("one", ClusterRuns.ByModel(server, rest: "shards: 1", run: "one"))).Clusters!;
        var byWords = (await run.FinishAsync("words", ClusterRuns.ByWords(rest: "shards: 1", run: "words"))).Clusters!;
        File.Delete(Path.Combine(run.Folder, "subjects.jsonl"));
        run.Import(Enumerable.Range(0, 300).Reverse().Where(number => number % 3 == 0), "subjects-a.jsonl");
        run.Import(Enumerable.Range(0, 300).Where(number => number % 3 != 0), "subjects-b.jsonl");
        await run.RestartAsync();
        await run.JoinAsync();
        var sharded = (await run.FinishAsync("eight", ClusterRuns.ByModel(server, rest: "shards: 8", run: "eight"))).Clusters!;
        await run.FinishAsync("words8", ClusterRuns.ByWords(rest: "shards: 8", run: "words8"));

        Assert.Equal((5, 300L, 256), (byModel.Clusters, byModel.Questions, byModel.Dimensions));
        Assert.Equal((5, 300L, 512), (byWords.Clusters, byWords.Questions, byWords.Dimensions));
        Assert.Equal(byModel, sharded);
        Assert.Equal(run.Clusters("one"), run.Clusters("eight"));
        Assert.Equal(run.Clusters("words"), run.Clusters("words8"));
    }

    [Fact]
    public async Task Clusters_OfClearSubjects_AreTheSubjects()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 210), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByModel(server));

        var subjects = Enumerable.Range(0, 210).ToDictionary(number => QuestionId.Of(ClusterRuns.Question(number)).ToString(), number => number % 7 % 5);
        var clusters = run.Clusters().Select(line => line.Split(' ')).GroupBy(pair => pair[1], pair => subjects[pair[0]]).ToList();

        Assert.Equal(5, clusters.Count);
        Assert.All(clusters, cluster => Assert.Single(cluster.Distinct()));
        // The larger ones have the lower numbers.
        Assert.Equal([60, 60, 30, 30, 30], clusters.OrderBy(cluster => cluster.Key).Select(cluster => cluster.Count()));
    }

    [Fact]
    public async Task Semantics_ClustersOfDifferentSizes_ArePickedEvenly()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 210), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByWords());

        var selected = (await run.Run.Select(new() { Name = "even", Recipe = "semantics", Size = 50, Seed = 3 }, replace: false)).Value!;

        Assert.Equal(50, selected.Taken);
        Assert.Equal(["0", "1", "2", "3", "4"], selected.Strata.Select(stratum => stratum.Name).Order());
        Assert.All(selected.Strata, stratum => Assert.Equal(10, stratum.Taken));
        Assert.True(selected.Strata.Max(stratum => stratum.Candidates) > selected.Strata.Min(stratum => stratum.Candidates));
        var random = (await run.Run.Select(new() { Name = "where", Where = "cluster = \"0\"", Size = 500 }, replace: false)).Value!;
        Assert.Equal(selected.Strata.Single(stratum => stratum.Name == "0").Candidates, random.Taken);
    }

    [Fact]
    public async Task Select_SamePoolAgain_FindsItsClustersAndASelectionIsTheRecordedOne()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 100), "subjects.jsonl");
        var spec = ClusterRuns.ByWords(rest: "shards: 2\nselections: [{name: even, recipe: semantics, size: 20}]");
        await run.FinishAsync(spec);
        var folder = Assert.Single(Directory.EnumerateDirectories(Path.Combine(run.RunFolder, "clusters")));
        var written = Directory.GetLastWriteTimeUtc(folder);

        await run.RestartAsync();
        await run.OpenAsync();
        var again = (await run.Run.Select(new() { Name = "even", Recipe = "semantics", Size = 20 }, replace: true)).Value!;

        Assert.True(again.Existing);
        Assert.Equal(folder, Assert.Single(Directory.EnumerateDirectories(Path.Combine(run.RunFolder, "clusters"))));
        Assert.Equal(written, Directory.GetLastWriteTimeUtc(folder));
        Assert.NotNull((await run.Run.Status()).Clusters);
        var staging = new DirectoryInfo(Path.Combine(run.RunFolder, "staging"));
        Assert.False(staging.Exists && staging.EnumerateFileSystemInfos().Any());
    }

    [Fact]
    public async Task Curate_PoolHasGrown_MakesNewClusters()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 100), "subjects.jsonl");
        Assert.Equal(100, (await run.FinishAsync(ClusterRuns.ByWords())).Clusters!.Questions);
        var before = run.Clusters();
        run.Import(Enumerable.Range(100, 40), "subjects-more.jsonl");

        var status = await run.FinishAsync(ClusterRuns.ByWords());

        Assert.Equal((140L, 5), (status.Clusters!.Questions, status.Clusters.Clusters));
        Assert.Equal((100, 140), (before.Length, run.Clusters().Length));
    }

    [Fact]
    public async Task Select_PoolHasGrown_MakesClustersOnlyForWhatLooksAtThem()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 100), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByWords());
        Directory.Delete(Path.Combine(run.RunFolder, "clusters"), recursive: true);
        var plain = new SelectionSpec { Name = "plain", Recipe = "random", Size = 20 };

        var selected = (await run.Run.Select(plain, replace: false)).Value!;
        Assert.True((await run.Run.Report("plain")).Ok);
        Assert.False(Directory.Exists(Path.Combine(run.RunFolder, "clusters")));

        Assert.Equal(20, (await run.Run.Select(plain with { Name = "even", Recipe = "semantics" }, replace: false)).Value!.Taken);
        Assert.Equal(100, run.Clusters().Length);
        // It rests on no clusters: that there are some now makes it no other selection.
        var again = (await run.Run.Select(plain, replace: false)).Value!;
        Assert.Equal((true, selected.Ground), (again.Existing, again.Ground));

        Directory.Delete(Path.Combine(run.RunFolder, "clusters"), recursive: true);
        Assert.True((await run.Run.Emit(new() { Name = "d", Selection = "plain" }, replace: false)).Ok);
        Assert.Equal(100, run.Clusters().Length);
    }

    [Fact]
    public async Task Select_DifficultyLooksAtClusters_MakesThem()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 100), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByWords(rest: "shards: 2\ndifficulty: 'if(cluster = \"0\", 1, 0)'"));
        var largest = run.Clusters().Count(line => line.EndsWith(" 0", StringComparison.Ordinal));
        Directory.Delete(Path.Combine(run.RunFolder, "clusters"), recursive: true);

        var hard = new SelectionSpec { Name = "hard", Where = "difficulty > 0.6" };

        Assert.Equal(largest, (await run.Run.Select(hard, replace: false)).Value!.Taken);
    }

    [Fact]
    public async Task Curate_OtherKOrSeed_MakesOtherClustersOfTheSameVectors()
    {
        await using var server = await EmbeddingServer.StartAsync();
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 60), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByModel(server));

        var status = await run.FinishAsync(ClusterRuns.ByModel(server, clusters: "{k: 100, seed: 8}"));

        Assert.Equal((100, 8UL, 60), (status.Clusters!.K, status.Clusters.Seed, server.Inputs.Count));
        // Each of its own, but for questions whose words the server takes for the same.
        Assert.InRange(status.Clusters.Clusters, 55, 60);
        Assert.Equal(0, status.Clusters.Inertia);
    }

    [Theory]
    [InlineData("recipe", "semantics")]
    [InlineData("where", "cluster = \"3\"")]
    [InlineData("rank", "if(cluster is null, 1, 0)")]
    public async Task Select_ClustersThatTheSpecDoesNotAskFor_IsAProblem(string key, string text)
    {
        await using var run = await TestRun.StartAsync();
        run.Import(3);
        await run.FinishAsync(TestRun.Importing());
        var selection = new SelectionSpec { Name = "x" };
        selection = key switch
        {
            "recipe" => selection with { Recipe = text },
            "where" => selection with { Where = text },
            _ => selection with { Rank = text },
        };

        var problem = Assert.Single((await run.Run.Select(selection, replace: false)).Problems);

        Assert.Contains("the spec asks for no clusters", problem.What);
        Assert.Contains("`annotate`", problem.Fix);
        if (key == "recipe") return;
        var spec = TestRun.Importing($"selections: [{{name: x, {key}: '{text}'}}]");
        Assert.Contains("the spec asks for no clusters", Assert.Single((await run.CurateAsync(spec)).Problems).What);
    }

    [Fact]
    public async Task Emit_Clusters_StandInMetadataCardAndManifest()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 60), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByWords(rest: """
            shards: 2
            selections: [{name: even, recipe: semantics, size: 20}]
            datasets: [{name: d, selection: even, format: jsonl}]
            """));

        var dataset = Path.Combine(run.RunFolder, "datasets", "d");
        var rows = Directory.EnumerateFiles(Path.Combine(dataset, "metadata")).SelectMany(File.ReadLines).ToList();
        Assert.Equal(20, rows.Count);
        Assert.All(rows, row => Assert.Matches("\"cluster\": ?\"[0-4]\"", row));
        foreach (var file in (string[])["README.md", "manifest.json"])
            Assert.Contains("k 5, seed 7, embedder lexical 1", File.ReadAllText(Path.Combine(dataset, file)));
    }

    [Fact]
    public async Task Curate_TwoAtOnce_ShareOneClustering()
    {
        await using var run = await TestRun.StartAsync();
        run.Import(Enumerable.Range(0, 100), "subjects.jsonl");
        await run.FinishAsync(ClusterRuns.ByWords());
        Directory.Delete(Path.Combine(run.RunFolder, "clusters"), recursive: true);

        var selected = await Task.WhenAll(Enumerable.Range(0, 4).Select(number =>
            run.Run.Select(new() { Name = $"s{number}", Recipe = "semantics", Size = 10 }, replace: false)));

        Assert.All(selected, each => Assert.Equal(10, each.Value!.Taken));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(run.RunFolder, "clusters")));
    }
}
