using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Data.Selections;
using NaturalThoughts.Server;

namespace NaturalThoughts.Cluster.Tests.Selections;

public sealed class GrainSelectionTests : IDisposable
{
    const string Yaml = """
        run: r
        shards: SHARDS
        source:
          path: traces.jsonl
          columns: {question: q, reference: a, domain: d, responses: [{role: teacher, each: r, model: teach, content: text}]}
          features: {level: level}
        difficulty: percentile(response_tokens) + level
        selections:
          - {name: plain, size: 40, seed: 5, where: 'true'}
          - {name: weighted, size: 60, seed: 6, per_question: 2, where: 'true', weight: 'pow(response_tokens, 1.5) * percentile(level)'}
          - {name: shared, size: 50, seed: 7, where: 'level > 1', stratify: {by: domain, allocation: sqrt}}
          - {name: hard, size: 30, where: 'true', rank: difficulty}
          - {name: rest, seed: 8, where: 'true', size: 30, exclude: [plain, hard]}
        """;

    readonly string _folder = Directory.CreateTempSubdirectory("nt-grains-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Select_ThroughGrains_IsThePlainSelectionOfTheSameRows(int shards)
    {
        File.WriteAllText(Path.Combine(_folder, "traces.jsonl"), Traces());
        var yaml = Yaml.Replace("SHARDS", $"{shards}", StringComparison.Ordinal);
        var spec = SpecReader.Read(yaml, "spec.yaml", SpecExpressions.Check).Value!;
        await CurateAsync(SpecWriter.Write(spec));
        var rows = await PoolAsync(spec, shards);
        var excluded = new HashSet<UInt128>();
        foreach (var selection in spec.Selections)
        {
            var taken = SelectionFile.Read(Path.Combine(_folder, "runs", "r", "selections", selection.Name, SelectionFile.Name)).ToList();
            var plain = await PlainAsync(Recipe.Of(selection, null), rows, selection.Exclude.IsEmpty ? [] : excluded);
            Assert.Equal(selection.Size, taken.Count);
            Assert.Equal(plain.OrderBy(trace => trace.Trace).Select(Judged), taken.OrderBy(trace => trace.Trace).Select(Judged));
            if (selection.Name is "plain" or "hard") excluded.UnionWith(taken.Select(trace => trace.Trace.Value));
        }

        static (TraceId, double, double?, Stratum) Judged(SelectedTrace trace) => (trace.Trace, trace.Key, trace.Weight, trace.Stratum);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    async Task CurateAsync(string yaml)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var silo = await LocalSilo.StartAsync(Path.Combine(_folder, "runs"), verbose: false, cancellation);
        var run = silo.Services.GetRequiredService<IGrainFactory>().Run("r");
        var accepted = await run.Curate(new() { Yaml = yaml, FileName = "spec.yaml", Folder = _folder });
        Assert.Empty(accepted.Problems);
        RunStatus status;
        while ((status = await run.Status()).Phase is not (RunPhase.Done or RunPhase.Failed)) cancellation.ThrowIfCancellationRequested();
        Assert.Empty(status.Problems);
        await silo.StopAsync(cancellation);
    }

    // All rows of all shards in one table, ranked as one.
    async Task<FeatureSnapshot> PoolAsync(RunSpec spec, int shards)
    {
        var state = new ShardState(SpecExpressions.Schema(spec));
        for (var shard = 0; shard < shards; shard++)
        {
            var log = await SegmentLog.OpenAsync(RunFolder.Of(Path.Combine(_folder, "runs"), "r").Value!.Shard(shard));
            await foreach (var logged in log.ReplayAsync()) state.Apply(logged.Fact, logged.Position);
        }

        var rows = state.Table.Snapshot();
        var rule = DifficultyRule.Compile(spec.Difficulty, rows.Schema).Value!;
        var shape = new ShardDifficulty(rule, rows, PercentilesOf(rows, rule.Percentiles));
        var ranks = new double[rows.Count];
        Array.Fill(ranks, double.NaN);
        foreach (var question in shape.Ranked(await DifficultyDriver.RankAsync([shape], CancellationToken.None)))
            foreach (var row in question.Rows) ranks[row] = question.Value ?? double.NaN;
        return rows.With(rows.Schema.Ordinal("difficulty"), ranks);
    }

    static async Task<IEnumerable<SelectedTrace>> PlainAsync(Recipe recipe, FeatureSnapshot rows, HashSet<UInt128> excluded)
    {
        var compiled = recipe.Compile(rows.Schema).Value!;
        var shard = ShardSelection.Open(compiled, rows, PercentilesOf(rows, compiled.Percentiles), excluded).Value!;
        return shard.Take((await SelectionDriver.SelectAsync(recipe, [shard], CancellationToken.None)).Thresholds);
    }

    static Percentiles PercentilesOf(FeatureSnapshot rows, IEnumerable<string> columns) =>
        Percentiles.Of([.. columns.Select(column => ColumnHistogram.Of(rows, rows.Schema.Ordinal(column)))]).Value!;

    static string Traces()
    {
        var random = new Random(11);
        var rows = new StringBuilder();
        for (var number = 0; number < 150; number++)
            rows.AppendLine(JsonSerializer.Serialize(new
            {
                q = $"How many are {number} and {number}?",
                a = $"{2 * number}",
                d = new[] { "Maths", "Physics", "Law", null }[random.Next(4)],
                level = random.Next(1, 6),
                r = Enumerable.Range(0, random.Next(1, 4)).Select(sample =>
                {
                    var reasoning = string.Concat(Enumerable.Repeat("so ", random.Next(1, 40)));
                    return new { text = $"<think>{reasoning}{sample}</think>{2 * number}" };
                }),
            }));
        return rows.ToString();
    }
}
