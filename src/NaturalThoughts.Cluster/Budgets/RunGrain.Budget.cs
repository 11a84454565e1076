using System.Globalization;
using NaturalThoughts.Cluster.Budgets;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log.Control;

namespace NaturalThoughts.Cluster.Runs;

sealed partial class RunGrain
{
    // First all is taken back that no shard has reserved, then it is dealt out anew: together they never have more than the budget, and
    // nothing lies idle for longer than a tick.
    /// <returns>False when the budget covers no further question and nothing is under way.</returns>
    async Task<bool> AllotAsync()
    {
        if (_run!.Spec.Limits.OutputTokens is not { } budget) return true;
        var shards = Shards.ToList();
        var needs = await Task.WhenAll(shards.Select(shard => shard.Withdraw()));
        var grants = Allotment.Of(budget - needs.Sum(need => need.Spent + need.Reserved), needs);
        await Task.WhenAll(shards.Zip(grants, (shard, grant) => grant > 0 ? shard.Allow(grant) : Task.CompletedTask));
        return grants.Any(grant => grant > 0) || needs.All(need => need.First == 0) || !needs.All(need => need.Idle);
    }

    // From what is recorded, so that it is said after a restart, too.
    Problem? BudgetIsSpent(ShardCounts counts)
    {
        if (_journal?.State is not BudgetSpent { OutputTokens: var budget }) return null;
        var estimated = counts.Estimated > 0 ? $" ({Shown(counts.Estimated)} of them estimated)" : "";
        return new(
            $"The budget is spent: models generated {Shown(counts.Spent)} tokens{estimated} of the {Shown(budget)} that "
            + $"`limits.output_tokens` allows, and what is left covers no further question. {Shown(counts.Unique - counts.Sealed)} of "
            + $"{Shown(counts.Unique)} questions are not finished.",
            Name,
            Fix: "Raise `limits.output_tokens` and curate again: the run goes on where it stopped. "
                + "What is finished can be selected and emitted.");
    }

    static string Shown(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
