using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Selections.Reports;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    /// <inheritdoc/>
    public async Task<Checked<DifficultyRanking>> Rank(int top)
    {
        var opened = await PoolSession.OpenAsync(GrainFactory, _run!);
        if (!opened.Ok) return new(opened.Problems);
        await using var pool = opened.Value;
        var extremes = await pool.ExtremesAsync(top);
        return new(new DifficultyRanking
        {
            Expression = RankedBy,
            Questions = pool.Ranked,
            Hardest = [.. await Task.WhenAll(extremes.Take(top).Select(WithTextAsync))],
            Easiest = [.. await Task.WhenAll(extremes.Reverse().Take(top).Select(WithTextAsync))],
        });
    }

    /// <inheritdoc/>
    public async Task<Checked<RankedPage>> Ranked(RankPlace? after, int limit)
    {
        var opened = await PoolSession.OpenAsync(GrainFactory, _run!);
        if (!opened.Ok) return new(opened.Problems);
        await using var pool = opened.Value;
        var ranked = await pool.RankedAsync(after, limit + 1);
        var items = await Task.WhenAll(ranked.Take(limit).Select(WithTextAsync));
        return new(new RankedPage(
            [.. items.Select(item => item with { Text = Excerpts.Beginning(item.Text) })],
            ranked.Count > limit ? new RankPlace(items[^1].Difficulty, items[^1].Question) : null,
            pool.Pool.Digest.ToString(), RankedBy, pool.Ranked));
    }

    string RankedBy => _run!.Spec.Difficulty ?? DifficultyRule.Default;

    async Task<RankedQuestion> WithTextAsync(QuestionRank rank)
    {
        var question = (await GrainFactory.ShardOf(_run!, rank.Question).Dossier(rank.Question)).Question;
        return new(rank.Question, rank.Difficulty, question.Text, question.Reference, rank.Features);
    }
}
