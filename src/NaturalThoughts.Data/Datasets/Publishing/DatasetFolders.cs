using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>Where a run keeps its datasets.</summary>
public static class DatasetFolders
{
    /// <summary>The folder of a finished dataset.</summary>
    public static string Dataset(string runFolder, string name) => Path.Combine(runFolder, "datasets", name);

    /// <summary>Where shards write their parts; another plan or snapshot has another folder, so stale parts are never taken for new
    /// ones.</summary>
    public static string Staging(string runFolder, DatasetPlan plan, Digest snapshot) =>
        Path.Combine(Unfinished(runFolder, plan.Name), PlanOf(plan, snapshot).ToString());

    /// <summary>A folder of its own for one emission, so that two at once do not meet; what crashed ones left behind goes away.</summary>
    public static string Fresh(string runFolder, DatasetPlan plan, Digest snapshot, TimeProvider time)
    {
        StagedFolders.Sweep(Unfinished(runFolder, plan.Name), time);
        return Path.Combine(Unfinished(runFolder, plan.Name), $"{PlanOf(plan, snapshot)}-{Guid.NewGuid():N}");
    }

    static string Unfinished(string runFolder, string name) => Path.Combine(runFolder, "datasets", ".staging", name);

    static Digest PlanOf(DatasetPlan plan, Digest snapshot) => Digest.Of(
        "dataset",
        snapshot.ToString(),
        plan.Selection,
        $"{plan.SelectionSeed}",
        $"{plan.MixingSeed}",
        plan.Layout,
        plan.Format.Name(),
        Optional(plan.Think),
        Optional(plan.NoThink),
        Optional(plan.Adaptive),
        Optional(plan.System2),
        Invariant.Real(plan.Validation),
        Optional(plan.Pairs),
        Optional(plan.Condenser));

    static string Optional(string? text) => text is null ? "" : "=" + text;
}
