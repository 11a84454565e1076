using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Publishing;

/// <summary><c>manifest.json</c>: what the dataset is and the SHA-256 of each of its other files. No time, host or absolute path stands in
/// it.</summary>
static class DatasetManifest
{
    public const string FileName = "manifest.json";

    /// <summary>The manifest's bytes.</summary>
    public static byte[] Of(DatasetDescription description, PartCounts counts, IEnumerable<DatasetFile> files)
    {
        var plan = description.Plan;
        var manifest = new JsonObject
        {
            ["manifest"] = 1,
            ["dataset"] = plan.Name,
            ["run"] = description.Run,
            ["selection"] = new JsonObject
            {
                ["name"] = plan.Selection,
                ["recipe"] = WellFormed.Of(description.Recipe),
                ["seed"] = plan.SelectionSeed,
                ["traces"] = description.Selected,
            },
            ["snapshot"] = description.Snapshot.ToString(),
            ["shards"] = description.Shards,
            ["layout"] = plan.Layout,
            ["format"] = plan.Format.Name(),
            ["mixing"] = new JsonObject
            {
                ["system_2"] = Text(plan.System2),
                ["system_1"] = plan.Condenser is null ? "answer" : "condensed",
                ["seed"] = plan.MixingSeed,
                ["think"] = Text(plan.Think),
                ["no_think"] = Text(plan.NoThink),
                ["adaptive"] = Text(plan.Adaptive),
                ["validation"] = plan.Validation,
            },
            ["rows"] = new JsonObject
            {
                ["train"] = counts.Rows - counts.Validation,
                ["validation"] = counts.Validation,
                ["system_1"] = counts.Rows - counts.System2,
                ["system_2"] = counts.System2,
                ["system_2_share"] = counts.Rows == 0 ? 0 : Math.Round((double)counts.System2 / counts.Rows, 4),
                ["without_reasoning"] = counts.WithoutReasoning,
                ["condensed"] = counts.Condensed,
            },
            ["pairs"] = plan.Pairs is null ? null : Pairs(plan.Pairs, counts),
            ["counts"] = Counts(description.Counts),
            ["annotators"] = new JsonObject(
                description.AnnotatorVersions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["files"] = new JsonArray([.. files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(Entry)]),
        };
        return DatasetJson.Bytes(manifest);
    }

    static JsonObject Pairs(string kind, PartCounts counts) => new()
    {
        ["kind"] = kind,
        ["correct"] = counts.Rows - counts.Shorter,
        ["shorter"] = counts.Shorter,
        ["left_out_not_correct"] = counts.NotCorrect,
        ["left_out_no_partner"] = counts.WithoutPartner,
    };

    static JsonNode? Text(string? text) => text is null ? null : WellFormed.Of(text);

    static JsonObject Entry(DatasetFile file)
    {
        var entry = new JsonObject { ["path"] = file.Path, ["bytes"] = file.Bytes };
        if (file.Rows is { } rows) entry["rows"] = rows;
        entry["sha256"] = file.Sha256;
        return entry;
    }

    static JsonObject Counts(ReconciledCounts counts) => new()
    {
        ["questions_in"] = counts.QuestionsIn,
        ["unique"] = counts.Unique,
        ["duplicates"] = counts.Duplicates,
        ["near_duplicates"] = counts.NearDuplicates,
        ["contaminated"] = counts.Contaminated,
        ["unusable"] = ByReason(counts.Unusable),
        ["responses_asked"] = counts.ResponsesAsked,
        ["committed"] = counts.ResponsesCommitted,
        ["failed"] = ByReason(counts.ResponsesFailed),
    };

    static JsonObject ByReason(IEnumerable<KeyValuePair<string, long>> reasons) =>
        new(reasons.OrderBy(reason => reason.Key, StringComparer.Ordinal)
            .Select(reason => KeyValuePair.Create(reason.Key, (JsonNode?)reason.Value)));
}
