using NaturalThoughts.Core.Identity;

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

    /// <summary>All that is unfinished of a dataset; removed when it is published.</summary>
    internal static string Unfinished(string runFolder, string name) => Path.Combine(runFolder, "datasets", ".staging", name);

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
        Invariant.Real(plan.Validation));

    static string Optional(string? text) => text is null ? "" : "=" + text;
}
