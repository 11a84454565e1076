using System.Collections.Immutable;
using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Benchmarks.Scenarios.Cleaning;

/// <summary>What a cleaning came to.</summary>
/// <param name="Contaminated">Questions that share words with a benchmark.</param>
/// <param name="Near">Questions of which one that is nearly the same is kept.</param>
sealed record Cleaned(HashSet<QuestionId> Contaminated, HashSet<QuestionId> Near);

/// <summary>A cleaning by the product: each shard reads its questions on a thread of its own, then bands are joined over all shards.
/// Between them stand no grains.</summary>
static class OurCleaning
{
    const int Shards = 8;

    /// <summary>Cleans.</summary>
    public static async Task<Cleaned> RunAsync(Pool pool, double threshold, int shingle, int ngram)
    {
        var index = new BenchmarkIndex();
        foreach (var (row, text) in pool.Benchmarks.Index()) index.Add("benchmark.jsonl", row + 1, text, ngram);
        var cut = LshBands.For(threshold);
        var byShard = pool.Questions.Index().ToLookup(question => question.Item.Id.Shard(Shards));
        var seats = await Task.WhenAll(Enumerable.Range(0, Shards).Select(number => Task.Run(() =>
        {
            var (questions, text) = (new ShardQuestions(cut), new NormalText());
            foreach (var (row, question) in byShard[number])
            {
                if (!questions.Add(question.Id, new(0, "questions.jsonl", row + 1))) continue;
                var found = index.Find(question, text);
                text.Read(question.Text, operators: true);
                questions.Judge(found, found is null ? Shingles.Of(text, shingle) : []);
            }

            questions.Seal();
            return new Seat(questions);
        })));
        foreach (var seat in seats) (seat.All, seat.Threshold) = (seats, threshold);
        var near = await NearDuplicateSearch.RunAsync(seats, cut.Bands, pool.Questions.Length, _ => { }, CancellationToken.None);
        var contaminated = seats.SelectMany(seat => seat.Questions.Contaminated).Select(found => found.Question).ToHashSet();
        foreach (var seat in seats) seat.Questions.Dispose();
        return new(contaminated, [.. near.Select(pair => pair.Question)]);
    }

    // As the grain answers, which has these calls run off its own scheduler.
    sealed class Seat(ShardQuestions questions) : ICleaningShard
    {
        public ShardQuestions Questions => questions;

        public IReadOnlyList<ICleaningShard> All { get; set; } = [];

        public double Threshold { get; set; }

        public Task<BandPage> BandAsync(int band, HashPart part) => Task.Run(() => questions.Band(band, part));

        public Task<ShingleSets> ShinglesAsync(ImmutableArray<QuestionId> asked) => Task.Run(() => questions.Shingles(asked));

        public Task<ImmutableArray<NearPair>> JoinAsync(int band, HashPart part) =>
            Task.Run(() => BandJoin.RunAsync(All, band, part, Threshold));

        public Task LabelAsync(ImmutableArray<QuestionLabel> labels)
        {
            questions.Label(labels);
            return Task.CompletedTask;
        }

        public Task<ImmutableArray<SourceRow>> OriginsAsync(ImmutableArray<QuestionId> asked) =>
            Task.Run(() => questions.Origins(asked));
    }
}
