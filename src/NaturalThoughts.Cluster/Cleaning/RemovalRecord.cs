using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>Commits what a cleaning came to at a shard, where that is not what the log says last. Runs on the shard's own scheduler.</summary>
/// <param name="cleaning">The cleaning.</param>
/// <param name="state">The shard's memory.</param>
/// <param name="shards">All shards.</param>
/// <param name="threshold">Least similarity of near duplicates.</param>
/// <param name="commit">Makes facts durable.</param>
sealed class RemovalRecord(
    ShardCleaning cleaning, ShardState state, IReadOnlyList<ICleaningShard> shards, double threshold,
    Func<ImmutableArray<Fact>, Task> commit)
{
    const int Page = 256;

    readonly HashSet<QuestionId> _removed = [];

    /// <summary>Commits all verdicts.</summary>
    public async Task CommitAsync()
    {
        var contaminated = cleaning.Questions!.Contaminated.Where(found => Knows(found.Question)).OrderBy(found => found.Question);
        foreach (var page in contaminated.Chunk(Page))
            await CommitAsync(page.Select(found => Contaminated(found.Question, found.Found)));
        foreach (var page in cleaning.Near.Where(pair => Knows(pair.Question)).Chunk(Page)) await CommitAsync(await NearAsync(page));
        var kept = state.Questions.Where(pair => pair.Value.Cleaning is { Reason: not null } said && said.Rule == cleaning.Rule)
            .Select(pair => pair.Key).Where(question => !_removed.Contains(question)).ToList();
        foreach (var page in kept.Chunk(Page)) await CommitAsync(page.Select(Kept));
    }

    // The log may hold rows of another process that the shard learns of with its next commit.
    bool Knows(QuestionId question) => state.Questions.ContainsKey(question);

    async Task CommitAsync(IEnumerable<RemovalFact> verdicts)
    {
        var page = verdicts.ToList();
        _removed.UnionWith(page.Select(verdict => verdict.Question));
        await commit([.. page.Where(IsNews)]);
    }

    async Task<IEnumerable<RemovalFact>> NearAsync(NearDuplicate[] near)
    {
        var mine = await BandJoin.ShinglesAsync(shards, [.. near.Select(pair => pair.Question)]);
        var kept = await BandJoin.ShinglesAsync(shards, [.. near.Select(pair => pair.Of)]);
        return near.Index().Select(pair => Kept(pair.Item.Question) with
        {
            Reason = RemovalReason.NearDuplicate,
            Detail = Alike(Shingles.Jaccard(mine[pair.Index].Span, kept[pair.Index].Span)),
            Of = pair.Item.Of,
        });
    }

    RemovalFact Contaminated(QuestionId question, Contamination found) =>
        Kept(question) with { Reason = RemovalReason.Contaminated, Detail = found.Detail, Matched = found.Matched };

    RemovalFact Kept(QuestionId question) => new()
    {
        Question = question, Rule = cleaning.Rule, Number = (state.Questions[question].Cleaning?.Number ?? -1) + 1,
    };

    string Alike(double jaccard) => string.Create(CultureInfo.InvariantCulture,
        $"Both have {jaccard:0.000} of their shingles in common{(jaccard < threshold ? "; others between them are nearer to each" : "")}.");

    bool IsNews(RemovalFact fact) => state.Questions[fact.Question].Cleaning is not { } said || said.Rule != fact.Rule
        || (said.Reason, said.Says) != (fact.Reason, QuestionEntry.Verdict.Of(fact).Says);
}
