using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Log.Verification;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>The logs of a run, read from its folder.</summary>
static class RunLog
{
    /// <summary>The facts of all shards, without the texts of responses where nobody wants them.</summary>
    public static async Task<ImmutableArray<Fact>> FactsAsync(string root, string run, bool texts = false)
    {
        var folder = RunFolder.Of(root, run).Value!;
        var facts = ImmutableArray.CreateBuilder<Fact>();
        for (var shard = 0; Directory.Exists(folder.Shard(shard)); shard++)
        {
            var log = await SegmentLog.OpenAsync(folder.Shard(shard));
            await foreach (var fact in log.ReplayAsync(texts: texts)) facts.Add(fact.Fact);
        }

        return facts.ToImmutable();
    }

    /// <summary>The facts of all shards, once it is certain that the logs are sound to their last byte and say nothing twice.</summary>
    public static async Task<ImmutableArray<Fact>> SoundFactsAsync(string root, string run)
    {
        Assert.Empty((await LogVerifier.VerifyAsync(RunFolder.Of(root, run).Value!)).Problems);
        var facts = await FactsAsync(root, run);
        Assert.Empty(facts.GroupBy(fact => fact.Key).Where(same => same.Count() > 1).Select(same => same.First()));
        return facts;
    }
}
