namespace NaturalThoughts.Benchmarks.Shapes;

/// <summary>Traces as a pool has them: one to four of a question, 16 domains, 1,000 clusters of unequal size, gaps where a judgement could
/// not be made. Seeded: a question's traces depend on its number alone.</summary>
static class PoolRows
{
    /// <summary>Traces of a question on average.</summary>
    public const double SamplesEach = 2.5;

    /// <summary>The domains, the largest first.</summary>
    public static readonly string[] Domains =
    [
        "mathematics", "physics", "chemistry", "biology", "computer science", "economics", "engineering", "medicine", "law", "history",
        "philosophy", "psychology", "business", "geography", "linguistics",
    ];

    /// <summary>The models.</summary>
    public static readonly string[] Models = ["teacher-large", "teacher-small"];

    /// <summary>How many clusters.</summary>
    public const int Clusters = 1000;

    /// <summary>The traces of one question.</summary>
    public static PoolRow[] Of(int question)
    {
        var random = new Random(question);
        var samples = random.Next(1, 5);
        var hard = random.NextDouble();
        var (comparable, words) = (random.NextDouble() < 0.85, random.NextDouble() < 0.8 ? 1 + (int)(40 * Cube(random)) : double.NaN);
        var shared = new PoolRow
        {
            Question = question, Samples = samples, Model = random.Next(Models.Length), ReferenceWords = words,
            Domain = random.Next(40) == 0 ? -1 : (int)(Domains.Length * Math.Pow(random.NextDouble(), 1.5)),
            Cluster = random.Next(100) == 0 ? -1 : (int)(Clusters * Math.Pow(random.NextDouble(), 1.5)),
            Disagree = comparable ? random.NextDouble() < 0.2 + 0.3 * hard : null, QuestionChars = Lengths.Question.Next(random),
        };
        var rows = Enumerable.Range(0, samples).Select(sample => Trace(random, shared, sample, hard, comparable)).ToArray();
        return WithRatios(rows);
    }

    static PoolRow Trace(Random random, PoolRow shared, int sample, double hard, bool comparable)
    {
        // About four characters make a token.
        var reasoning = Math.Max(1, Lengths.Reasoning.Next(random) / 4);
        var cues = (int)(reasoning / 120.0 * 2 * random.NextDouble());
        return shared with
        {
            Sample = sample,
            Complete = reasoning < 24_000 && random.NextDouble() < 0.96,
            ReasoningTokens = reasoning,
            AnswerTokens = Lengths.Answer.Next(random) / 4,
            StrategiesCount = cues,
            StrategiesUnique = Math.Min(cues, random.Next(1, 12)),
            Density = Math.Round(1000.0 * cues / reasoning, 2),
            Verbosity = Math.Round(10 * (random.NextDouble() + random.NextDouble()) / 2, 1),
            Repetition = Math.Round(Cube(random), 3),
            Correct = comparable && random.NextDouble() < 0.95 ? random.NextDouble() > hard : null,
            Agrees = random.NextDouble() < 0.8,
        };
    }

    // What is known once all of a question's traces are there.
    static PoolRow[] WithRatios(PoolRow[] rows)
    {
        var lengths = rows.Select(row => row.ResponseTokens).Order().ToArray();
        var median = (lengths[(lengths.Length - 1) / 2] + lengths[lengths.Length / 2]) / 2.0;
        var known = rows.Count(row => row.Correct is not null);
        var rate = known == 0 ? double.NaN : Math.Round(rows.Count(row => row.Correct is true) / (double)known, 3);
        var agreeing = Math.Max(1, rows.Count(row => row.Agrees is true));
        return
        [
            .. rows.Select(row => row with
            {
                Ratio = Math.Round(row.ResponseTokens / median, 2), PassRate = rate,
                Consensus = Math.Round(agreeing / (double)rows.Length, 3),
            }),
        ];
    }

    static double Cube(Random random) => Math.Pow(random.NextDouble(), 3);
}
