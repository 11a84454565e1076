using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Benchmarks.Shapes;

/// <summary>The columns of a pool that was made up, as shards hold them.</summary>
sealed class Pool
{
    /// <summary>What the models were asked.</summary>
    public static readonly Digest Asked = Digest.Of("pool");

    Pool(FeatureSnapshot[] shards, int questions) => (Shards, Questions) = (shards, questions);

    /// <summary>The columns.</summary>
    public static FeatureSchema Schema { get; } = new([]);

    /// <summary>The shards.</summary>
    public FeatureSnapshot[] Shards { get; }

    /// <summary>How many questions it has.</summary>
    public int Questions { get; }

    /// <summary>How many traces.</summary>
    public int Count => Shards.Sum(shard => shard.Count);

    /// <summary>A question's id.</summary>
    public static QuestionId QuestionOf(int number) => QuestionId.Of(TextOf(number));

    /// <summary>A question's text.</summary>
    public static string TextOf(int number) => $"Question {number}";

    /// <summary>A trace's id.</summary>
    public static TraceId TraceOf(QuestionId question, int sample) => TraceId.Of(question, Asked, sample);

    /// <summary>Makes a pool.</summary>
    /// <param name="traces">About how many traces.</param>
    /// <param name="shards">Over how many shards.</param>
    public static Pool Of(int traces, int shards)
    {
        var questions = Math.Max(1, (int)(traces / PoolRows.SamplesEach));
        var ids = new QuestionId[questions];
        Parallel.For(0, questions, number => ids[number] = QuestionOf(number));
        var numbers = Enumerable.Range(0, questions).ToLookup(number => ids[number].Shard(shards));
        var snapshots = new FeatureSnapshot[shards];
        Parallel.For(0, shards, shard => snapshots[shard] = TableOf(numbers[shard], ids).Snapshot());
        return new(snapshots, questions);
    }

    static FeatureTable TableOf(IEnumerable<int> questions, QuestionId[] ids)
    {
        var table = new FeatureTable(Schema);
        var values = new FeatureValue[Schema.Columns.Length];
        foreach (var number in questions)
            foreach (var row in PoolRows.Of(number))
            {
                Fill(values, row);
                table.Add(TraceOf(ids[number], row.Sample), ids[number], values);
            }

        return table;
    }

    /// <summary>A trace's values by ordinal.</summary>
    public static void Fill(FeatureValue[] values, PoolRow row)
    {
        Array.Fill(values, FeatureValue.Null);
        foreach (var (name, value) in Named(row)) values[Schema.Ordinal(name)] = value;
    }

    /// <summary>A trace's values by name. Difficulty is made by those who rank a pool, here from the question's number: no two questions
    /// have the same.</summary>
    public static IEnumerable<(string Name, FeatureValue Value)> Named(PoolRow row) =>
    [
        ("model", FeatureValue.Of(PoolRows.Models[row.Model])), ("finish_reason", FeatureValue.Of(row.Complete ? "stop" : "length")),
        ("sample", FeatureValue.Of(row.Sample)), ("complete", FeatureValue.Of(row.Complete)),
        ("reasoning_tokens", FeatureValue.Of(row.ReasoningTokens)), ("answer_tokens", FeatureValue.Of(row.AnswerTokens)),
        ("response_tokens", FeatureValue.Of(row.ResponseTokens)), ("strategies_unique", FeatureValue.Of(row.StrategiesUnique)),
        ("strategies_count", FeatureValue.Of(row.StrategiesCount)), ("reasoning_density", FeatureValue.Of(row.Density)),
        ("verbosity", FeatureValue.Of(row.Verbosity)), ("repetition", FeatureValue.Of(row.Repetition)),
        ("correct", FeatureValue.Of(row.Correct)), ("disagree", FeatureValue.Of(row.Disagree)),
        ("agrees", FeatureValue.Of(row.Agrees)), ("tokens_ratio", FeatureValue.Of(row.Ratio)),
        ("source", FeatureValue.Of("pool")), ("domain", FeatureValue.Of(DomainOf(row))),
        ("question_chars", FeatureValue.Of(row.QuestionChars)), ("reference_words", FeatureValue.Of(row.ReferenceWords)),
        ("samples", FeatureValue.Of(row.Samples)), ("pass_rate", FeatureValue.Of(row.PassRate)),
        ("consensus", FeatureValue.Of(row.Consensus)), ("difficulty", FeatureValue.Of(DifficultyOf(row.Question))),
        ("cluster", FeatureValue.Of(row.Cluster < 0 ? null : $"{row.Cluster}")),
    ];

    /// <summary>The domain's name, or null.</summary>
    public static string? DomainOf(PoolRow row) => row.Domain < 0 ? null : PoolRows.Domains[row.Domain];

    /// <summary>A number from 0 to 1 that is as good as drawn.</summary>
    public static double DifficultyOf(int question) => SeededHash.Of(1, (UInt128)question) / (double)ulong.MaxValue;
}
