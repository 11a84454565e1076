using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Core.Tests.Selection;

/// <summary>A trace with the few features that the tests select by.</summary>
sealed record TestTrace(
    int Number,
    int Sample,
    bool? Complete,
    double? Tokens,
    string? Domain,
    bool? Disagree = null,
    double? PassRate = null,
    bool Hidden = false)
{
    public QuestionId Question { get; } = QuestionId.Of($"question {Number}");

    public TraceId Id { get; } = TraceId.Of(QuestionId.Of($"question {Number}"), Digest.Of("model"), Sample);

    public static readonly Gen<TestTrace[]> Pool = Gen.Select(
            Gen.Int[0, 60],
            Gen.Int[0, 4],
            Gen.Int[0, 9].Select(c => c == 0 ? (bool?)null : c > 2),
            Gen.Int[-1, 12].Select(t => t == -1 ? (double?)null : t * 100),
            Gen.Int[0, 4].Select(d => d == 0 ? null : $"s{d}"),
            Gen.Int[0, 2].Select(d => d == 0 ? (bool?)null : d == 1),
            Gen.Int[0, 20].Select(hidden => hidden == 0))
        .Array[0, 150]
        .Select(rows => rows.DistinctBy(r => (r.Item1, r.Item2))
            .Select(r => new TestTrace(r.Item1, r.Item2, r.Item3, r.Item4, r.Item5, r.Item6, Hidden: r.Item7)).ToArray());
}

/// <summary>A pool over shards, and selections from it.</summary>
sealed class TestPool
{
    public static readonly FeatureSchema Schema = new([]);

    static readonly HashSet<UInt128> Nothing = [];

    public TestPool(IEnumerable<TestTrace> traces, int shards)
    {
        var tables = Enumerable.Range(0, shards).Select(_ => new FeatureTable(Schema)).ToArray();
        foreach (var trace in traces)
        {
            var table = tables[trace.Question.Shard(shards)];
            var row = table.Add(trace.Id, trace.Question, Values(trace));
            if (trace.Hidden) table.Hide(row);
        }

        Shards = [.. tables.Select(table => table.Snapshot())];
    }

    public ImmutableArray<FeatureSnapshot> Shards { get; }

    public Percentiles Percentiles(IEnumerable<string> columns) => NaturalThoughts.Core.Expressions.Percentiles.Of(
        columns.Select(column => Shards.Select(rows => ColumnHistogram.Of(rows, Schema.Ordinal(column)))
            .Aggregate((a, b) => a.Merge(b)))).Value!;

    public ImmutableArray<ShardSelection> Open(Recipe recipe, IReadOnlySet<UInt128>? excluded = null)
    {
        var compiled = recipe.Compile(Schema).Value!;
        var percentiles = Percentiles(compiled.Percentiles);
        return [.. Shards.Select(rows => ShardSelection.Open(compiled, rows, percentiles, excluded ?? Nothing).Value!)];
    }

    public async Task<SelectedTrace[]> SelectAsync(Recipe recipe, IReadOnlySet<UInt128>? excluded = null)
    {
        var shards = Open(recipe, excluded);
        var outcome = await SelectionDriver.SelectAsync(recipe, shards, default);
        SelectedTrace[] selected = [.. shards.SelectMany(shard => shard.Take(outcome.Thresholds))];
        Assert.Equal(selected.Length, outcome.Thresholds.Selected);
        return selected;
    }

    static FeatureValue[] Values(TestTrace trace)
    {
        var values = new FeatureValue[Schema.Columns.Length];
        Array.Fill(values, FeatureValue.Null);
        values[Schema.Ordinal("complete")] = FeatureValue.Of(trace.Complete);
        values[Schema.Ordinal("reasoning_tokens")] = FeatureValue.Of(trace.Tokens ?? double.NaN);
        values[Schema.Ordinal("response_tokens")] = FeatureValue.Of(trace.Tokens is { } tokens ? tokens + 10 : double.NaN);
        values[Schema.Ordinal("domain")] = FeatureValue.Of(trace.Domain);
        values[Schema.Ordinal("disagree")] = FeatureValue.Of(trace.Disagree);
        values[Schema.Ordinal("pass_rate")] = FeatureValue.Of(trace.PassRate ?? double.NaN);
        return values;
    }
}
