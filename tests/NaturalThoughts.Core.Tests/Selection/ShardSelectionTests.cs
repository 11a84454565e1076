using CsCheck;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Selection;

public sealed class ShardSelectionTests
{
    static readonly Gen<Recipe> Recipes = Gen.Select(
            Gen.Int[0, 3], Entry.Stratify, Gen.Long[1, 160], Gen.ULong[0, 5], Gen.Int[1, 4], Gen.Bool)
        .Select((order, stratify, size, seed, cap, byQuestion) => new Recipe
        {
            Name = "r",
            Weight = order == 1 ? "reasoning_tokens / 100" : null,
            Rank = order == 2 ? "reasoning_tokens" : null,
            Sample = order == 3 ? "reasoning_tokens / 900 - 0.1" : null,
            Draw = byQuestion && order != 2 ? "question" : "trace",
            Stratify = stratify,
            Size = size,
            Seed = seed,
            PerQuestion = cap,
        });

    [Fact]
    public Task Selection_AnyRecipeAndSharding_EqualsSortAndTake() =>
        Gen.Select(TestTrace.Pool, Recipes, Gen.Int[1, 17], Gen.Int[0, 8].HashSet[0, 4])
        .SampleAsync(async (traces, recipe, shards, numbers) =>
        {
            // Every second excluded id is a question's, the others are of single traces.
            HashSet<UInt128> excluded =
            [
                .. numbers.Where(n => n % 2 == 0).Select(n => QuestionId.Of($"question {n}").Value),
                .. numbers.Where(n => n % 2 == 1).Select(n => traces.FirstOrDefault(trace => trace.Number == n)?.Id.Value ?? 0),
            ];

            var selected = await new TestPool(traces, shards).SelectAsync(recipe, excluded);

            Assert.Equal(SortAndTake(traces, recipe, excluded).Order(), selected.Select(trace => trace.Trace).Order());
        });

    [Fact]
    public Task Selection_RowsInAnotherOrder_IsTheSame() =>
        Gen.Select(TestTrace.Pool, Recipes, Gen.Int[1, 17], Gen.Int).SampleAsync(async (traces, recipe, shards, shuffle) =>
        {
            var forward = await new TestPool(traces, shards).SelectAsync(recipe);
            var other = traces.ToArray();
            new Random(shuffle).Shuffle(other);
            var shuffled = await new TestPool(other, shards).SelectAsync(recipe);
            Assert.Equal(forward.Select(trace => trace with { Row = 0 }), shuffled.Select(trace => trace with { Row = 0 }));
        });

    [Fact]
    public Task Selection_LargerSize_HoldsTheSmaller() =>
        Gen.Select(TestTrace.Pool, Recipes, Gen.Long[1, 100]).SampleAsync(async (traces, recipe, more) =>
        {
            var pool = new TestPool(traces, 3);
            var small = await pool.SelectAsync(recipe);
            var large = await pool.SelectAsync(recipe with { Size = recipe.Size + more });
            var all = await pool.SelectAsync(recipe with { Size = null });
            Assert.Subset(large.Select(trace => trace.Trace).ToHashSet(), small.Select(trace => trace.Trace).ToHashSet());
            Assert.Subset(all.Select(trace => trace.Trace).ToHashSet(), large.Select(trace => trace.Trace).ToHashSet());
        });

    [Fact]
    public Task Explain_EveryTrace_AgreesWithTake() =>
        Gen.Select(TestTrace.Pool, Recipes, Gen.Int[1, 5]).SampleAsync(async (traces, recipe, shards) =>
        {
            var excluded = traces.Take(3).Select(trace => trace.Id.Value).ToHashSet();
            var opened = new TestPool(traces, shards).Open(recipe, excluded);
            var thresholds = (await SelectionDriver.SelectAsync(recipe, opened, default)).Thresholds;
            var selected = opened.SelectMany(shard => shard.Take(thresholds)).ToDictionary(trace => trace.Trace);
            foreach (var trace in traces)
            {
                var explanation = opened[trace.Question.Shard(shards)].Explain(trace.Id, thresholds)!;
                Assert.Equal(selected.ContainsKey(trace.Id), explanation.Selected);
                Assert.Equal(explanation.Selected, explanation.Why.StartsWith("Selected", StringComparison.Ordinal));
                Assert.Equal(trace.Complete, explanation.Where);
                Assert.Equal(SeededHash.Of(recipe.Seed, trace.Id.Value), explanation.Hash);
                if (!explanation.Selected) continue;
                Assert.Equal(selected[trace.Id].Key, explanation.Key);
                Assert.Equal(selected[trace.Id].Weight, explanation.Weight);
                Assert.InRange(explanation.Position!.Value, 1, recipe.PerQuestion);
            }
        });

    [Fact]
    public async Task Omitted_EveryReason_IsCountedOnce()
    {
        TestTrace[] traces =
        [
            new(1, 0, true, 100, null),
            new(2, 0, true, 100, null, Hidden: true),
            new(3, 0, true, 100, null),
            new(4, 0, false, 100, null),
            new(5, 0, null, 100, null),
            new(6, 0, true, null, null),
            new(7, 0, true, 0, null),
            new(8, 0, true, 100, null),
            new(8, 1, true, 100, null),
        ];
        var recipe = new Recipe { Name = "r", Weight = "reasoning_tokens" };
        var shards = new TestPool(traces, 4).Open(recipe, new HashSet<UInt128> { traces[2].Question.Value });

        var outcome = await SelectionDriver.SelectAsync(recipe, shards, default);

        Assert.Equal(new Omissions(9, 1, 1, 1, 1, 1, 1, 1), outcome.Omitted);
        Assert.Equal(2, outcome.Omitted.Candidates);
        Assert.Equal(2, outcome.Thresholds.Selected);
    }

    [Theory]
    [InlineData(2, "Not selected: its question is not sealed, or was sealed again without this trace.")]
    [InlineData(4, "Not selected: `where` is false (complete).")]
    [InlineData(5, "Not selected: `where` cannot be decided, a value it needs is missing (complete).")]
    [InlineData(6, "Not selected: `rank` has no value, something it needs is missing (reasoning_tokens).")]
    [InlineData(7, "Not selected: it comes after the first 1 of 2 candidates of the pool.")]
    [InlineData(8, "Selected: it is among the first 1 of 2 candidates of the pool.")]
    public async Task Explain_EachCase_SaysWhyInWords(int number, string why)
    {
        TestTrace[] traces =
        [
            new(2, 0, true, 100, null, Hidden: true), new(4, 0, false, 100, null), new(5, 0, null, 100, null), new(6, 0, true, null, null),
            new(7, 0, true, 5, null), new(8, 0, true, 100, null), new(8, 1, true, 7, null),
        ];
        var recipe = new Recipe { Name = "r", Rank = "reasoning_tokens", Size = 1 };
        var shard = new TestPool(traces, 1).Open(recipe).Single();
        var thresholds = (await SelectionDriver.SelectAsync(recipe, [shard], default)).Thresholds;

        Assert.Equal(why, shard.Explain(traces.First(trace => trace.Number == number).Id, thresholds)!.Why);
        Assert.Equal(
            "Not selected: it is number 2 of its question's candidates, and `per_question` keeps 1.",
            shard.Explain(traces[^1].Id, thresholds)!.Why);
        Assert.Null(shard.Explain(new TraceId(1), thresholds));
    }

    [Fact]
    public async Task Selection_StratifiedByAFlag_SharesPlacesOverItsValues()
    {
        bool?[] values = [true, null, false, false, false, false, false, false, false, false];
        TestTrace[] traces = [.. Enumerable.Range(0, 90).Select(i => new TestTrace(i, 0, true, 1, null, Disagree: values[i % 10]))];
        var selected = await new TestPool(traces, 3).SelectAsync(new() { Name = "r", Stratify = new() { By = "disagree" }, Size = 30 });
        Assert.Equal(
            [("null", 9), ("false", 12), ("true", 9)],
            selected.GroupBy(trace => trace.Stratum).OrderBy(h => h.Key).Select(h => (h.Key.ToString(), h.Count())));
    }

    [Fact]
    public async Task Selection_RowsOverManyBlocks_EqualsSortAndTake()
    {
        var random = new Random(5);
        TestTrace[] traces =
        [
            .. Enumerable.Range(0, 20_000)
                .Select(i => new TestTrace(i / 2, i % 2, i % 7 != 0, random.Next(1, 9_000), $"s{random.Next(5)}")),
        ];
        var stratify = new StratifySpec { By = "domain", Allocation = "sqrt" };
        var recipe = new Recipe { Name = "r", Weight = "reasoning_tokens", Stratify = stratify, Size = 3_000, Seed = 3 };
        var selected = await new TestPool(traces, 2).SelectAsync(recipe);
        Assert.Equal(SortAndTake(traces, recipe, []).Order(), selected.Select(trace => trace.Trace).Order());
    }

    // More rows than a block, of every kind, in blocks of which some hide rows and some have one value: what is done 64 or 8 rows at once
    // is what is done one by one.
    [Theory]
    [InlineData(null, null, null, "trace", 1)]
    [InlineData("reasoning_tokens", null, null, "trace", 1)]
    [InlineData("reasoning_tokens", null, null, "question", 2)]
    [InlineData(null, "reasoning_tokens", null, "trace", 1)]
    [InlineData(null, "reasoning_tokens", null, "trace", 2)]
    [InlineData(null, null, "reasoning_tokens / 900 - 0.1", "trace", 1)]
    [InlineData(null, null, "reasoning_tokens / 900 - 0.1", "question", 1)]
    public async Task Selection_BlocksOfEveryKind_EqualsSortAndTake(
        string? weight, string? rank, string? sample, string draw, int perQuestion)
    {
        var random = new Random(6);
        TestTrace[] traces = [.. Enumerable.Range(0, 15_000).Select(Made)];
        var recipe = new Recipe
        {
            Name = "r", Weight = weight, Rank = rank, Sample = sample, Draw = draw, PerQuestion = perQuestion, Size = 1_000, Seed = 9,
        };
        HashSet<UInt128> excluded = [traces[17].Id.Value, traces[9_000].Question.Value];
        var selected = await new TestPool(traces, 2).SelectAsync(recipe, excluded);
        Assert.Equal(SortAndTake(traces, recipe, excluded).Order(), selected.Select(trace => trace.Trace).Order());

        TestTrace Made(int i)
        {
            var isAlike = i is > 5_000 and < 11_000;
            bool? complete = isAlike || i % 7 == 0 ? true : i % 11 == 0 ? null : i % 3 != 0;
            double? tokens = i % 13 == 0 ? null : isAlike ? 700 : random.Next(0, 12) * 100;
            return new(i / 3, i % 3, complete, tokens, $"s{random.Next(5)}", Hidden: !isAlike && i % 17 == 0);
        }
    }

    [Theory]
    [InlineData("complete and reasoning_tokens between 200 and 700")]
    [InlineData("not complete or domain in ('s1', 's3') or reasoning_tokens > 800")]
    [InlineData("complete and not (disagree or pass_rate >= 0.25)")]
    [InlineData("pass_rate * 2 > 0.5 and reasoning_tokens % 3 = 1 or domain is null")]
    [InlineData("disagree = complete and abs(reasoning_tokens - 4) in (0, 1, 3)")]
    public void Open_AnyCondition_CountsWhatTheExpressionSaysRowByRow(string where)
    {
        var random = new Random(8);
        TestTrace[] traces =
        [
            .. Enumerable.Range(0, 9_001).Select(i => new TestTrace(
                i, 0, Flag(), random.Next(10) == 0 ? null : random.Next(12) * (i > 5_000 ? 100 : 1),
                i % 5 == 0 ? null : $"s{random.Next(5)}",
                i < 4_500 ? Flag() : null, random.Next(4) == 0 ? null : random.Next(1_001) / 1000.0, Hidden: random.Next(20) == 0)),
        ];
        var pool = new TestPool(traces, 1);
        var rows = pool.Shards[0];
        var expression = Expression.Compile(where, TestPool.Schema, FeatureKind.Flag).Value!;
        var flags = new double[rows.Count];
        expression.Evaluate(rows, 0, flags, Percentiles.None);
        var visible = flags.Where((_, row) => rows.Visible(row)).ToList();

        var omitted = pool.Open(new() { Name = "r", Where = where })[0].Omitted;

        Assert.Equal(visible.Count(flag => flag == 0), omitted.NotEligible);
        Assert.Equal(visible.Count(double.IsNaN), omitted.Unknown);
        Assert.Equal(visible.Count(flag => flag == 1), omitted.Candidates);
        Assert.Contains(1.0, visible);

        bool? Flag() => random.Next(3) is var flag && flag == 2 ? null : flag == 1;
    }

    static IEnumerable<TraceId> SortAndTake(TestTrace[] traces, Recipe recipe, HashSet<UInt128> excluded) => Entry.SortAndTake(
            traces
                .Where(trace => !trace.Hidden && trace.Complete == true)
                .Where(trace => !excluded.Contains(trace.Id.Value) && !excluded.Contains(trace.Question.Value))
                .Where(trace => recipe is { Weight: null, Rank: null, Sample: null } || trace.Tokens is not null)
                .Where(trace => recipe.Weight is null || trace.Tokens > 0)
                .Select(trace => (trace.Number, Entry: new Entry(Key(trace, recipe), new(recipe.Stratify is null ? null : trace.Domain))))
                .Where(trace => recipe is not { Sample: not null, Draw: "trace" } || Taken(trace.Entry))
                .GroupBy(trace => trace.Number)
                .SelectMany(question => question.Select(trace => trace.Entry)
                    .OrderBy(entry => recipe.Draw is "question" ? entry.Key with { Key = 0 } : entry.Key).Take(recipe.PerQuestion))
                .Where(entry => recipe.Sample is null || Taken(entry)),
            recipe)
        .Select(entry => new TraceId(entry.Key.Id));

    static bool Taken(Entry entry) => entry.Key.Key < KeyBits.Sortable(1);

    static SelectionKey Key(TestTrace trace, Recipe recipe)
    {
        var hash = SeededHash.Of(recipe.Seed, trace.Id.Value);
        var drawn = recipe.Draw is "question" ? SeededHash.Of(recipe.Seed, trace.Question.Value) : hash;
        var u = ((drawn >> 12) + 0.5) / Math.Pow(2, 52);
        if (recipe.Sample is not null)
            return new(KeyBits.Sortable((1 - u) / Math.Clamp(trace.Tokens!.Value / 900 - 0.1, 0, 1)), ~hash, trace.Id.Value);
        var weight = recipe.Weight is null ? 1 : recipe.Weight.Contains('/') ? trace.Tokens!.Value / 100 : trace.Tokens!.Value;
        var key = recipe.Rank is not null ? -trace.Tokens!.Value : -ExactMath.Log(u) / weight;
        return new(KeyBits.Sortable(key), ~hash, trace.Id.Value);
    }
}
