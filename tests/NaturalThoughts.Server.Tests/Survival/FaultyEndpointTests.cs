using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.ModelServers.Counting;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

/// <summary>Every fifth request goes wrong, in each way a model server can, and in all of them.</summary>
public sealed class FaultyEndpointTests(FaultyRuns runs) : IClassFixture<FaultyRuns>
{
    // What an operator reads; empty reasoning is no failure.
    static readonly ImmutableDictionary<string, ImmutableArray<string>> Expected = new Dictionary<string, ImmutableArray<string>>
    {
        ["5xx"] = ["http-500", "http-502", "http-503"],
        ["reset"] = ["broken-stream"],
        ["stall"] = ["silent"],
        ["malformed"] = ["malformed-stream"],
        ["empty-reasoning"] = [],
        ["length"] = ["length"],
    }.ToImmutableDictionary();

    public static TheoryData<string> Names => new(FaultyRuns.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Curate_EveryFifthRequestFails_EndsWithCountsThatAddUp(string name)
    {
        var seen = await runs.Serving.UntilAsync(name, run => run.Phase is "done" or "failed");
        var facts = await RunLog.SoundFactsAsync(runs.Root, name);
        var counts = runs.Server(name).Counts();
        var (status, failures) = (JsonDocument.Parse(seen.Said).RootElement.GetProperty("counts"), Failures(facts));
        Trial.Say($"{name}: {counts.Total.Tries} tries, {string.Join(", ", counts.Faults.Where(fault => fault.Value > 0))}; "
            + $"{facts.OfType<ResponseFact>().Count()} responses, {string.Join(", ", failures)}");

        Assert.Equal("done", seen.Phase);
        Assert.Equal(FaultyRuns.Rows, status.GetProperty("rows").GetInt64());
        Assert.Equal(FaultyRuns.Unique, seen.Unique);
        Assert.Equal(FaultyRuns.Duplicates, status.GetProperty("duplicates").GetInt64());
        Assert.Equal(FaultyRuns.Rows - FaultyRuns.Unique - FaultyRuns.Duplicates, Tally(status, "unusable").Values.Sum());
        Assert.Equal(FaultyRuns.Unique, seen.Sealed);
        Assert.Equal(FaultyRuns.Unique, facts.OfType<ResponseFact>().Count() + failures.Values.Sum());
        Assert.Equal(facts.OfType<ResponseFact>().Count(), Tally(status, "responses").Values.Sum());
        Assert.Equal(failures, Tally(status, "failed"));
        AreExpected(name, failures.Keys, counts);
        await AreNamedAsync(name, failures);
    }

    void AreExpected(string name, IEnumerable<string> reasons, CountsSnapshot counts)
    {
        var faults = name == FaultyRuns.Mixed ? Expected.Keys : [name];
        Assert.All(faults, fault => Assert.True(counts.Faults[fault] > 0, fault));
        Assert.Equal(name != "empty-reasoning", reasons.Any());
        Assert.Subset(faults.SelectMany(fault => Expected[fault]).ToHashSet(), reasons.ToHashSet());
        Assert.Equal(0, counts.CompletedAgain);
    }

    async Task AreNamedAsync(string name, ImmutableSortedDictionary<string, long> failures)
    {
        var (exitCode, said) = await runs.Serving.CommandAsync("status", name);
        Assert.True(exitCode == 0, said);
        Assert.All(failures, failed => Assert.Matches($@"failed: {failed.Key}\s.*\b{failed.Value}\b", said));
    }

    static ImmutableSortedDictionary<string, long> Failures(ImmutableArray<Fact> facts) => facts.OfType<AttemptFact>()
        .GroupBy(attempt => attempt.Failure.Reason).ToImmutableSortedDictionary(same => same.Key, same => same.LongCount());

    static ImmutableSortedDictionary<string, long> Tally(JsonElement counts, string name) =>
        counts.GetProperty(name).EnumerateObject().ToImmutableSortedDictionary(one => one.Name, one => one.Value.GetInt64());
}
