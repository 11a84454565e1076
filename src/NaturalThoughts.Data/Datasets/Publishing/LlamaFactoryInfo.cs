using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Layouts;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary>LLaMA-Factory's <c>dataset_info.json</c>: with <c>dataset_dir</c> at the dataset, its names are the dataset's and, with a
/// validation split, that and <c>-validation</c>.</summary>
static class LlamaFactoryInfo
{
    /// <summary>The file's bytes; null where LLaMA-Factory cannot read the layout, which is better than an entry that loses the
    /// reasoning.</summary>
    public static byte[]? Of(DatasetPlan plan, IEnumerable<DatasetSplit> splits)
    {
        var entries = new JsonObject();
        foreach (var split in splits.Order())
        {
            if (DatasetLayout.Of(plan).LlamaFactory() is not { } layout) return null;
            var entry = new JsonObject { ["file_name"] = PlacedPart.Folder("default", split) };
            foreach (var (key, value) in layout) entry[key] = value!.DeepClone();
            entries[split is DatasetSplit.Train ? plan.Name : $"{plan.Name}-{split.Name()}"] = entry;
        }

        return DatasetJson.Bytes(entries);
    }
}
