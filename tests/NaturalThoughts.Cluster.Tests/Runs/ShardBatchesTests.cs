using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class ShardBatchesTests
{
    const int Shards = 4096;
    const int Chars = 20_000;

    static readonly string Text = new('x', Chars);

    [Fact]
    public async Task AddAsync_ThousandsOfShards_WhatWaitsStaysBounded()
    {
        var (added, committed, most) = (0, new HashSet<Digest>(), 0L);
        var batches = new ShardBatches(Shards, (_, facts) =>
        {
            committed.UnionWith(facts.Select(fact => fact.Key));
            return Task.CompletedTask;
        });
        for (; added < 8000; added++)
        {
            var fact = Response(added);
            await batches.AddAsync(fact.Question, [fact]);
            most = Math.Max(most, (added + 1L - committed.Count) * Chars);
        }

        await batches.FlushAsync();

        Assert.InRange(most, ShardBatches.MostChars / 2, ShardBatches.MostChars);
        Assert.Equal(added, committed.Count);
    }

    static ResponseFact Response(int number) => new()
    {
        Question = QuestionId.Of($"question {number}"),
        Response = new() { Request = Digest.Of("teacher"), Model = "teacher", Role = ModelRole.Teacher, Content = Text },
    };
}
