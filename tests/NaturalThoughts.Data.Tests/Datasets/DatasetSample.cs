using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>Rows, plans and runs for tests, all from fixed inputs.</summary>
static class DatasetSample
{
    public static readonly FeatureSchema Schema = new(["stars", "license"]);

    public static readonly Digest Snapshot = Digest.Of("snapshot");

    public static readonly DatasetPlan Plan = new() { Name = "mixed", Selection = "strat", SelectionSeed = ulong.MaxValue, MixingSeed = 7 };

    static readonly string[] Domains = ["Science", "Law", "Engineering"];

    public static DatasetRow Row(string text = "What is 2 + 2?", int sample = 0, Func<DatasetRow, DatasetRow>? change = null)
    {
        var question = new Question
        {
            Text = text, Id = QuestionId.Of(text), Source = "arithmetic", License = "Apache-2.0",
            Reference = "4"
        };
        var row = new DatasetRow
        {
            Question = question,
            TraceId = TraceId.Of(question.Id, Digest.Of("request"), sample),
            Sample = sample,
            Model = "teacher-1",
            Reasoning = "Two and two make four.",
            Answer = "4",
            FinishReason = "stop",
            Mode = RowMode.System2,
            Features = Features(),
            Origin = new(0, "questions.jsonl", 3),
            Selected = new(-0.25, 0.5, "Science"),
        };
        return change is null ? row : change(row);
    }

    public static ImmutableArray<FeatureValue> Features(params (string Name, FeatureValue Value)[] known)
    {
        var values = Enumerable.Repeat(FeatureValue.Null, Schema.Columns.Length).ToArray();
        foreach (var (name, value) in known) values[Schema.Ordinal(name)] = value;
        return [.. values];
    }

    /// <summary>Rows in emission order; every third is System-1, every tenth question is kept for validation.</summary>
    public static IReadOnlyList<DatasetRow> Rows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => Row($"What is {number} + {number}?", number % 4, row => row with
        {
            Reasoning = string.Concat(Enumerable.Repeat($"Add {number} to itself; wait, check it again. ", 1 + number % 30)),
            Answer = $"{2 * number}",
            Mode = number % 3 == 0 ? RowMode.System1 : RowMode.System2,
            Split = number % 10 == 9 ? DatasetSplit.Validation : DatasetSplit.Train,
            Origin = new(0, "questions.jsonl", number + 1),
            ResponseOrigin = number % 2 == 0 ? new SourceRow(1, "responses.jsonl", number + 1) : null,
            Features = Features(
                ("domain", FeatureValue.Of(Domains[number * number % 3])),
                ("reasoning_tokens", FeatureValue.Of(number * 97.0 % 20_000)),
                ("response_tokens", FeatureValue.Of(number * 97.0 % 20_000 + 10)),
                ("strategies_unique", FeatureValue.Of(number % 11)),
                ("verbosity", FeatureValue.Of(number % 101 / 10.0)),
                ("correct", FeatureValue.Of(number % 5 == 0 ? null : number % 5 != 1)),
                ("disagree", FeatureValue.Of(number % 4 == 0))),
        })).OrderBy(row => row.QuestionId).ThenBy(row => row.Sample),
    ];

    public static DatasetDescription Describe(DatasetPlan plan, long selected, int shards) => new()
    {
        Plan = plan,
        Run = "natural-r1",
        Schema = Schema,
        Recipe = "where: complete\nsize: 100\n",
        Snapshot = Snapshot,
        Shards = shards,
        Selected = selected,
        Counts = new()
        {
            QuestionsIn = selected + 6,
            Unique = selected + 1,
            Duplicates = 2,
            Contaminated = 1,
            Unusable = ImmutableSortedDictionary<string, long>.Empty.Add("missing-question", 2),
            ResponsesAsked = selected + 4,
            ResponsesCommitted = selected + 1,
            ResponsesFailed = ImmutableSortedDictionary<string, long>.Empty.Add("http-502", 3),
        },
        AnnotatorVersions = ImmutableSortedDictionary<string, string>.Empty.Add("cues", "3"),
    };

    /// <summary>Writes rows as so many shards would.</summary>
    public static IReadOnlyList<PartSummary> WriteParts(string run, DatasetPlan plan, IReadOnlyList<DatasetRow> rows, int shards) =>
        [.. Enumerable.Range(0, shards)
            .Select(shard => WritePart(run, plan, rows.Where(row => row.QuestionId.Shard(shards) == shard), shard))];

    public static PartSummary WritePart(string run, DatasetPlan plan, IEnumerable<DatasetRow> rows, int shard)
    {
        using var writer = new PartWriter(plan, Schema, DatasetFolders.Staging(run, plan, Snapshot), shard);
        foreach (var row in rows) writer.Add(row);
        return writer.Finish();
    }

    /// <summary>Writes and publishes rows; the dataset's folder.</summary>
    public static string Publish(string run, DatasetPlan plan, IReadOnlyList<DatasetRow> rows, int shards = 3)
    {
        var parts = WriteParts(run, plan, rows, shards);
        var published = new DatasetPublisher(run).Publish(Describe(plan, rows.Count, shards), parts);
        Assert.True(published.Ok, string.Join('\n', published.Problems));
        return published.Value.Folder;
    }
}
