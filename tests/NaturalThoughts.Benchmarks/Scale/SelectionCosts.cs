using System.Collections.Immutable;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Sharding;

namespace NaturalThoughts.Benchmarks.Scale;

/// <summary>What a selection and a ranking send to their coordinator, and what it does with that.</summary>
static class SelectionCosts
{
    // Traces of each shard while all of them answer in this process; messages are told of shards as full as they would be, too.
    const int FewRows = 500;
    const int FullShards = 8;

    static readonly FeatureSchema Schema = new([]);
    static readonly Percentiles NoPercentiles = Percentiles.Of([]).Value!;

    /// <summary>Measures.</summary>
    public static async Task MeasureAsync(ScaleTable table)
    {
        foreach (var strata in (int[])[1, 15, 1000, 10_000])
        {
            var recipe = new Recipe { Name = "scale", Size = 500_000, Seed = 7, Stratify = strata == 1 ? null : new() { By = "domain" } };
            var name = strata == 1 ? "`random`" : FormattableString.Invariant($"{strata:N0} strata");
            Merge(table, recipe, strata, name);
            await SelectAsync(table, recipe, strata, name);
        }

        await RankAsync(table);
    }

    // Shards as full as those of the whole run, some of them again and again: a merge does not care whose traces it counts.
    static void Merge(ScaleTable table, Recipe recipe, int strata, string name)
    {
        var summaries = Enumerable.Range(0, FullShards)
            .Select(shard => Open(recipe, Rows(shard, (int)(ScaleTable.Questions / ScaleTable.Shards), strata)).Summarise()).ToArray();
        var bytes = summaries.Average(summary => Wire.BytesOf(summary));
        var (cpu, _) = ScaleTable.Time(() => MergeReplies.InBatches(
            Enumerable.Range(0, ScaleTable.Shards).Select(shard => summaries[shard % FullShards]), StratumSummary.Merge));
        table.Add($"{name}: a shard's first answer (24,414 traces)", $"{ScaleTable.Bytes(bytes)}");
        table.Add($"{name}: first answers of all shards together", $"{ScaleTable.Bytes(bytes * ScaleTable.Shards)}");
        table.Add($"{name}: reading them off the wire", $"{Wire.SecondsToRead(summaries[0]) * ScaleTable.Shards:0.00} s of CPU");
        table.Add($"{name}: merging them", $"{cpu:0.00} s of CPU");
    }

    static async Task SelectAsync(ScaleTable table, Recipe recipe, int strata, string name)
    {
        var shards = new Counted[ScaleTable.Shards];
        Parallel.For(0, shards.Length, shard => shards[shard] = new(Open(recipe, Rows(shard, FewRows, strata))));
        var rounds = 0;
        var (cpu, _) = await ScaleTable.TimeAsync(async () =>
            rounds = (await SelectionDriver.SelectAsync(recipe, shards, CancellationToken.None)).Rounds);
        // Shards answer in this process, too; that is theirs and no work of the coordinator.
        var own = shards.Sum(shard => shard.Seconds);
        table.Add($"{name}: rounds ({ScaleTable.Shards:N0} shards with {FewRows} traces)", $"{rounds}");
        table.Add($"{name}: coordinator, all rounds", $"{Math.Max(0, cpu - own):0.00} s of CPU");
        table.Add($"{name}: a later round, asked and answered, a shard", $"{ScaleTable.Bytes(Counted.Sampled(shards))}");
    }

    static async Task RankAsync(ScaleTable table)
    {
        var rule = DifficultyRule.Compile("response_tokens", Schema).Value!;
        var full = new ShardDifficulty(rule, Rows(0, (int)(ScaleTable.Questions / ScaleTable.Shards), 15), NoPercentiles);
        var counts = full.Count(full.Range());
        var shards = Enumerable.Repeat(new Told(full.Range(), counts), ScaleTable.Shards).ToArray();
        var (cpu, _) = await ScaleTable.TimeAsync(() => DifficultyDriver.RankAsync(shards, CancellationToken.None));
        table.Add("difficulty: a shard's histogram (24,414 questions)", $"{ScaleTable.Bytes(Wire.BytesOf(counts))}");
        table.Add("difficulty: coordinator, both rounds", $"{cpu:0.00} s of CPU");
    }

    static ShardSelection Open(Recipe recipe, FeatureSnapshot rows) =>
        ShardSelection.Open(recipe.Compile(Schema).Value!, rows, NoPercentiles, ImmutableHashSet<UInt128>.Empty).Value!;

    static FeatureSnapshot Rows(int shard, int count, int strata)
    {
        var (table, random) = (new FeatureTable(Schema), new Random(shard));
        var (complete, domain, length) = (Schema.Ordinal("complete"), Schema.Ordinal("domain"), Schema.Ordinal("response_tokens"));
        var values = new FeatureValue[Schema.Columns.Length];
        Array.Fill(values, FeatureValue.Null);
        values[complete] = FeatureValue.Of(true);
        for (var row = 0; row < count; row++)
        {
            // A few strata hold most traces.
            var stratum = (int)(strata * Math.Pow(random.NextDouble(), 2));
            values[domain] = FeatureValue.Of(FormattableString.Invariant($"stratum {stratum:0000}"));
            values[length] = FeatureValue.Of((double)random.Next(20_000));
            table.Add(new TraceId(Chance(random)), new QuestionId(Chance(random)), values);
        }

        return table.Snapshot();
    }

    static UInt128 Chance(Random random) => new((ulong)random.NextInt64(), (ulong)random.NextInt64());

    /// <summary>A shard that knows its answers.</summary>
    sealed class Told(DifficultyRange range, DifficultyHistogram counts) : IDifficultyShard
    {
        public Task<DifficultyRange> RangeAsync(CancellationToken cancellation) => Task.FromResult(range);

        public Task<DifficultyHistogram> CountAsync(DifficultyRange pool, CancellationToken cancellation) => Task.FromResult(counts);
    }

    /// <summary>A shard that keeps the time of its answers, and the first of them.</summary>
    sealed class Counted(ShardSelection shard) : ISelectionShard
    {
        long _ticks;
        (ProbeRequest Asked, ProbeReply Answered)? _first;

        public double Seconds => TimeSpan.FromTicks(_ticks).TotalSeconds;

        public static double Sampled(Counted[] shards) => shards.Take(64)
            .Average(shard => shard._first is { } first ? Wire.BytesOf(first.Asked) + Wire.BytesOf(first.Answered) : 0);

        public Task<StratumSummary> SummariseAsync(CancellationToken cancellation) => Task.FromResult(Timed(shard.Summarise));

        public Task<ProbeReply> ProbeAsync(ProbeRequest request, CancellationToken cancellation)
        {
            var reply = Timed(() => shard.Probe(request));
            _first ??= (request, reply);
            return Task.FromResult(reply);
        }

        T Timed<T>(Func<T> answer)
        {
            var started = TimeProvider.System.GetTimestamp();
            var given = answer();
            _ticks += TimeProvider.System.GetElapsedTime(started).Ticks;
            return given;
        }
    }
}
