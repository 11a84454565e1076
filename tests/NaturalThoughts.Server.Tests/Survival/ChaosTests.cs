using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

/// <summary>Silos are killed, stopped and robbed of their membership while they work. Seeds of one's own:
/// <c>NATURALTHOUGHTS_CHAOS_SEEDS=7,8,9</c>.</summary>
public sealed class ChaosTests
{
    const int Questions = 2000;
    const int Judged = 400;

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static TheoryData<int> Seeds => new(
        (Environment.GetEnvironmentVariable("NATURALTHOUGHTS_CHAOS_SEEDS") ?? "1").Split(',')
        .Select(seed => int.Parse(seed, CultureInfo.InvariantCulture)));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Curate_SilosDieAndRedisIsEmptied_SameBytesAndNothingPaidTwice(int seed)
    {
        var server = new ModelServerOptions { Models = ["teach", "base"], ReasoningTokens = new(100, 2000) };
        var failed = await SurviveAsync(seed, Questions, server, "[cues, verbosity, repetition, answer]", "");
        Assert.Empty(failed);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Curate_ModelsJudgeMeanwhile_SameBytesAndNothingPaidTwice(int seed)
    {
        var server = new ModelServerOptions { Models = ["teach", "base", "judge"], ReasoningTokens = new(100, 2000), Unreadable = 0.2 };
        var failed = await SurviveAsync(
            seed, Judged, server, "[domain, strategies, verbosity, disagree, correct]", ", annotator: j, judge: j");
        Trial.Say($"dead letters: {failed.Length}");
        Assert.All(failed, letter => Assert.Equal("unreadable-reply", letter.Failure.Reason));
    }

    static async Task<ImmutableArray<AttemptFact>> SurviveAsync(
        int seed, int questions, ModelServerOptions server, string annotate, string roles)
    {
        server = server with { Settings = new() { Latency = TimeSpan.FromMilliseconds(400), Slots = 24 } };
        await using var trial = await ClusterTrial.StartAsync([server, server], silos: 3, "Drain:Grace=5s");
        await trial.WriteAsync("questions.jsonl", Trial.Questions(questions));
        var spec = await trial.WriteAsync("spec.yaml", Spec("", annotate, roles));
        using var curate = trial.Command(2, "curate", spec);
        await trial.UntilAsync(seen => seen.Sealed > 0, Longest);

        var chaos = new Chaos(trial, seed);
        var under = Stopwatch.StartNew();
        await chaos.RageUntilAsync(seen => seen.Phase == "done" || (seen.Sealed == questions && File.Exists(Manifest(trial))), Longest);
        await trial.UntilAsync(_ => File.Exists(Manifest(trial)), Longest);
        var took = under.Elapsed;
        var times = trial.Ledger.Times;
        Trial.Say($"seed {seed}: {chaos}; {took.TotalSeconds:0} s; {questions} questions, {times.Count} responses wanted, "
            + $"{times.Values.Sum()} generated, {times.Values.Sum() - times.Count} again, {trial.Ledger.Lost} in flight at losses");
        Assert.True(chaos.HasDoneAll, "The run was over before all had happened.");
        Assert.Empty(trial.Ledger.Unexcused);

        var calm = Path.Combine(trial.Folder, "calm");
        var calmSpec = await trial.WriteAsync(
            "calm.yaml", Spec($"endpoints: [{trial.Servers[0].Address}/v1, {trial.Servers[1].Address}/v1]", annotate, roles));
        var (exitCode, said) = await CommandProcess.RunAsync(trial.Folder, new Dictionary<string, string>(), "curate", calmSpec, "--root", calm);
        Assert.True(exitCode == 0, said);

        var (facts, expected) = (await trial.FactsAsync(), await trial.FactsAsync(calm));
        var keys = facts.Select(fact => fact.Key).ToHashSet();
        Trial.Say($"facts: {facts.Length} committed, {expected.Length} expected");
        Assert.Equal(facts.Length, keys.Count);
        Assert.True(keys.SetEquals(expected.Select(fact => fact.Key)));
        var files = Trial.FilesOf(Path.Combine(trial.Root, trial.Run, "datasets"));
        Trial.Say($"dataset files: {files.Count}");
        Assert.NotEmpty(files);
        Assert.Equal(Trial.FilesOf(Path.Combine(calm, trial.Run, "datasets")), files);
        return [.. facts.OfType<AttemptFact>()];
    }

    static string Spec(string endpoints, string annotate, string roles) => $$"""
        run: trial
        shards: 8
        source:
          path: questions.jsonl
          columns: {question: question, reference: answer}
        {{endpoints}}
        models:
          t: {model: teach, temperature: 0.6}
          b: {model: base, temperature: 0}
          {{(roles.Length > 0 ? "j: {model: judge, temperature: 0}" : "")}}
        roles: {teacher: t, baseline: b{{roles}}}
        annotate: {{annotate}}
        limits: {max_failed: 100%}
        selections: [{name: all, recipe: random, seed: 7}, {name: hard, recipe: hard-first, size: 200}]
        datasets:
        - {name: all, selection: all}
        - name: hard
          selection: hard
          mix: {system2: 0.4}
        """;

    // The last thing a run makes.
    static string Manifest(ClusterTrial trial) => Path.Combine(trial.Root, trial.Run, "datasets", "hard", "manifest.json");
}
