using System.Collections.Immutable;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>clean</c>: which questions are removed.</summary>
static class CleanReader
{
    const string Example = "clean: {near_duplicates: 0.8, decontaminate: [bench/*.jsonl]}";

    /// <summary>The section; null without one.</summary>
    public static CleanSpec? Read(MapReader root)
    {
        if (root.Map("clean", SpecShape.Clean, Example) is not { } map) return null;
        var clean = new CleanSpec { NearDuplicates = NearDuplicates(map), Decontaminate = Benchmarks(map) };
        if (map.Lacks("near_duplicates") && map.Lacks("decontaminate"))
            map.Reading.Report(map.At, "`clean` does not say what to remove.", fix: $"Write `{Example}`, or remove it.");
        map.Finish();
        return clean;
    }

    static NearDuplicateSpec? NearDuplicates(MapReader clean)
    {
        const string expected = "a share from 0.5 to 1, or 50% to 100%";
        const string key = "near_duplicates";
        if (clean.Take(key) is not { } value) return null;
        if (value is not YamlMap)
            return Share(clean, key, value) is { } alone ? new() { Threshold = alone } : null;
        var map = clean.Map(key, value, SpecShape.NearDuplicates, "near_duplicates: {threshold: 0.8}")!;
        map.Require("threshold", "Add `threshold: 0.8`.");
        var threshold = map.Take("threshold") is { } share ? Share(map, "threshold", share) : null;
        var near = new NearDuplicateSpec { Threshold = threshold ?? 1 };
        near = near with { Shingle = (int?)map.Whole("shingle", 1, 20) ?? near.Shingle };
        map.Finish();
        return near;

        static double? Share(MapReader map, string key, YamlNode value) =>
            map.Share(key, value, share => share is >= NearDuplicateSpec.LeastThreshold and <= 1, expected);
    }

    static ImmutableArray<BenchmarkSpec> Benchmarks(MapReader clean)
    {
        const string key = "decontaminate";
        var benchmarks = ImmutableArray.CreateBuilder<BenchmarkSpec>();
        var value = clean.Take(key);
        if (value is YamlList { Items.IsEmpty: true })
            clean.Reading.Report(
                value.At, "`clean.decontaminate` is an empty list.", "at least one benchmark", "Name its file, or remove it.");
        var items = value is YamlList list ? Values.Items(key, list) : value is null ? [] : [(key, value)];
        foreach (var (item, node) in items)
        {
            if (Benchmark(clean, item, node) is not { } benchmark) continue;
            if (benchmarks.Any(other => other.Path == benchmark.Path && other.Column == benchmark.Column))
                clean.Reading.Report(node.At, $"`{MapReader.Cut(benchmark.Path)}` is listed twice.", fix: "Keep one of them.");
            benchmarks.Add(benchmark);
        }

        return benchmarks.ToImmutable();
    }

    static BenchmarkSpec? Benchmark(MapReader clean, string key, YamlNode node)
    {
        const string expected = "a file, folder or glob as text";
        if (node is not YamlMap)
        {
            if (clean.Line(key, node, expected) is not { } alone) return null;
            Refuse(clean, clean.PathOf(key), node.At, alone);
            return new() { Path = alone };
        }

        var map = clean.Map(key, node, SpecShape.Benchmark, "{path: bench/math500.jsonl, column: problem}")!;
        map.Require("path", "Add `path: FILE`; it may be a folder or a glob.");
        var benchmark = new BenchmarkSpec { Path = map.Line("path", expected) ?? "", Column = map.Dotted("column") };
        Refuse(map, map.PathOf("path"), map.PlaceOf("path"), benchmark.Path);
        benchmark = benchmark with { Ngram = (int?)map.Whole("ngram", 5, 50) ?? benchmark.Ngram };
        map.Finish();
        return benchmark;
    }

    static void Refuse(MapReader map, string what, Place at, string path)
    {
        if (path.Contains("://", StringComparison.Ordinal))
            map.Reading.Report(at, $"`{what}` is an address on the network.", "a file, folder or glob", "Download it first.");
    }
}
