using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Cleaning;

public sealed class CleaningRuleTests
{
    static readonly CleanSpec Clean = new() { NearDuplicates = new() { Threshold = 0.8 }, Decontaminate = [new() { Path = "a.jsonl" }] };

    [Fact]
    public void Of_WhatChangesTheOutcome_IsAnotherRule()
    {
        Digest?[] rules =
        [
            null, Of(Clean, "bench"), Of(Clean, "other"), Of(Clean with { NearDuplicates = null }, "bench"), Of(new(), null),
            Of(Clean with { NearDuplicates = new() { Threshold = 0.81 } }, "bench"),
            Of(Clean with { NearDuplicates = new() { Threshold = 0.8, Shingle = 4 } }, "bench"),
        ];

        Assert.Equal(rules.Length, rules.Distinct().Count());
    }

    [Fact]
    public void Of_BenchmarkThatWasMoved_IsTheSameRule() =>
        Assert.Equal(Of(Clean, "bench"), Of(Clean with { Decontaminate = [new() { Path = "moved.jsonl" }] }, "bench"));

    [Fact]
    public void Of_NoSection_IsNone() => Assert.Null(CleaningRule.Of(null, null));

    static Digest? Of(CleanSpec clean, string? benchmarks) => CleaningRule.Of(clean, benchmarks is null ? null : Digest.Of(benchmarks));
}
