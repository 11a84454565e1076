using BenchmarkDotNet.Attributes;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Benchmarks.Kernels;

/// <summary>What a selection does on one shard of 64 of a pool of 2.8 M traces: all of its rows in each call.</summary>
[MemoryDiagnoser]
public class SelectionKernels
{
    const int Traces = 44_000;

    static readonly HashSet<UInt128> Nothing = [];

    readonly FeatureSnapshot _rows = Pool.Of(Traces, 1).Shards[0];
    Percentiles _percentiles = null!;
    ShardSelection _opened = null!;
    Thresholds _thresholds = null!;
    ProbeRequest _request = null!;
    Expression _power = null!;
    Expression _percentile = null!;
    double[] _numbers = [];
    UInt128[] _ids = [];
    ulong[] _hashes = [];

    /// <summary>What is asked of the rows.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _percentiles = Percentiles.Of([ColumnHistogram.Of(_rows, Pool.Schema.Ordinal("reasoning_density"))]).Value!;
        var recipe = RecipeOf("random");
        _opened = Open("random");
        _thresholds = (await SelectionDriver.SelectAsync(recipe, [_opened], CancellationToken.None)).Thresholds;
        _request = new SelectionSearch(_opened.Summarise(), recipe.Size, recipe.Share, recipe.Seed).Next()!;
        _power = Expression.Compile("min(1, pow(reasoning_tokens / 5000, 2.5))", Pool.Schema, FeatureKind.Number).Value!;
        _percentile = Expression.Compile("percentile(reasoning_density)", Pool.Schema, FeatureKind.Number).Value!;
        _numbers = new double[_rows.Count];
        _ids = [.. Enumerable.Range(0, _rows.Count).Select(row => _rows.Trace(row).Value)];
        _hashes = new ulong[_rows.Count];
    }

    /// <summary>Judges all rows: hash, key, the best of each question.</summary>
    [Benchmark]
    public ShardSelection Judge() => Open("random");

    /// <summary>The same with a weight that has a power.</summary>
    [Benchmark]
    public ShardSelection JudgeWeighed() => Open("long");

    /// <summary>The same with a condition that few rows fulfil.</summary>
    [Benchmark]
    public ShardSelection JudgeFew() => Open("verbosity-low");

    /// <summary>The coordinator's first round.</summary>
    [Benchmark]
    public StratumSummary Summarise() => _opened.Summarise();

    /// <summary>A later round.</summary>
    [Benchmark]
    public ProbeReply Probe() => _opened.Probe(_request);

    /// <summary>What is selected, in order.</summary>
    [Benchmark]
    public int Take() => _opened.Take(_thresholds).Length;

    /// <summary>Hashes of all ids.</summary>
    [Benchmark]
    public void Hash() => SeededHash.Of(7, _ids, _hashes);

    /// <summary>A power of each row.</summary>
    [Benchmark]
    public void Power() => _power.Evaluate(_rows, 0, _numbers, _percentiles);

    /// <summary>A percentile of each row.</summary>
    [Benchmark]
    public void Percentile() => _percentile.Evaluate(_rows, 0, _numbers, _percentiles);

    /// <summary>How often each value of a column comes.</summary>
    [Benchmark]
    public ColumnHistogram Histogram() => ColumnHistogram.Of(_rows, Pool.Schema.Ordinal("reasoning_density"));

    static Recipe RecipeOf(string name) => BuiltInRecipes.Find(name)!.Recipe with { Seed = 7, Size = Traces / 28 };

    ShardSelection Open(string name) =>
        ShardSelection.Open(RecipeOf(name).Compile(Pool.Schema).Value!, _rows, _percentiles, Nothing).Value!;
}
