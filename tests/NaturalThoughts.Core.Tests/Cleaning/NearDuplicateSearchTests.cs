using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Tests.Cleaning;

public sealed class NearDuplicateSearchTests(ITestOutputHelper output)
{
    const int Pairs = 4_000;

    // Few words, so that questions share shingles; some are said again with a word changed.
    static readonly Gen<string[]> Pool = Gen.Select(
        Gen.Int[0, 7].Array[8, 14].Array[1, 12],
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 7]).Array[0, 12],
        (texts, changes) =>
        {
            var all = texts.ToList();
            foreach (var (which, where, word) in changes)
            {
                var changed = all[which % all.Count].ToArray();
                changed[where % changed.Length] = word;
                all.Add(changed);
            }

            return all.Select(words => string.Join(' ', words.Select(word => $"w{word}"))).ToArray();
        });

    [Fact]
    public void RunAsync_AnyQuestions_RemovesTheSameWhateverTheShardsAndTheOrder() =>
        Gen.Select(Pool, Gen.Int[2, 9], Gen.Int[0, 1000]).Sample(
            (texts, shards, seed) =>
            {
                var rows = Rows(texts).ToArray();
                var one = Run(new(rows, 0.7, 2), 1);
                new Random(seed).Shuffle(rows);
                Assert.Equal(one, Run(new(rows, 0.7, 2), shards));
            },
            iter: 300, seed: "0000KqCNE5k3");

    [Fact]
    public void RunAsync_AnyQuestions_KeepsTheLowestRowOfThoseThatHangTogether() =>
        Pool.Sample(
            texts =>
            {
                var pool = new CleaningPool(Rows(texts), 0.7, 2);
                var (expected, found) = (pool.Expected(), Run(pool, 3));
                // A pair right at the threshold may be missed; then of what hung together through it less is removed.
                Assert.Subset(expected.Select(pair => pair.Question).ToHashSet(), found.Select(pair => pair.Question).ToHashSet());
                Assert.InRange(expected.Length - found.Length, 0, 1);
                if (found.Length == expected.Length) Assert.Equal(expected, found);
            },
            iter: 300, seed: "0000KqCNE5k3");

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    public async Task RunAsync_QuestionsWithChangedWords_FindsNearlyAllPairsAndNoOther(double threshold)
    {
        // Each text and one like it, from hardly changed to half of it changed: of such a pair one is removed, or none.
        var random = new Random(7);
        var texts = new List<string>();
        for (var n = 0; n < Pairs; n++)
        {
            var words = Enumerable.Range(0, random.Next(20, 120)).Select(_ => $"word{random.Next(5_000)}").ToArray();
            texts.Add(string.Join(' ', words));
            for (var change = random.Next(3); change > 0; change--) words[random.Next(words.Length)] = $"other{random.Next(5_000)}";
            texts.Add(string.Join(' ', words[..^(1 + random.Next(words.Length / 2))]));
        }

        var pool = new CleaningPool(Rows(texts), threshold, 5);
        var expected = Enumerable.Range(0, Pairs)
            .Where(n => Jaccard(texts[2 * n], texts[(2 * n) + 1]) >= threshold)
            .Select(n => QuestionId.Of(texts[(2 * n) + 1])).ToHashSet();
        var found = (await pool.RemovedAsync(8)).Select(pair => pair.Question).ToHashSet();

        var right = found.Count(expected.Contains);
        output.WriteLine($"threshold {threshold}: {expected.Count} near duplicates, {found.Count} found, {right} rightly; "
            + $"precision {(double)right / found.Count:0.0000}, recall {(double)right / expected.Count:0.0000}");
        Assert.InRange(expected.Count, 200, Pairs - 200);
        Assert.Equal(found.Count, right);
        Assert.InRange((double)right / expected.Count, 0.999, 1);
    }

    [Fact]
    public async Task RunAsync_ThousandsOfOneTemplate_AreOneComponent()
    {
        var texts = Enumerable.Range(0, 3_000)
            .Select(n => $"{string.Join(' ', Enumerable.Range(0, 60).Select(word => $"same{word}"))} number {n}").ToList();

        var removed = await new CleaningPool(Rows(texts), 0.8, 5).RemovedAsync(4);

        Assert.Equal(2_999, removed.Length);
        Assert.Equal(QuestionId.Of(texts[0]), Assert.Single(removed.Select(pair => pair.Of).Distinct()));
    }

    [Fact]
    public async Task RunAsync_ChainOfNeighbours_HangsTogether()
    {
        // Each differs from the next in a few words; the first and the last have little in common.
        var words = Enumerable.Range(0, 60).Select(n => $"a{n}").ToArray();
        var texts = new List<string>();
        for (var step = 0; step < 12; step++)
        {
            for (var n = 4 * step; n < 4 * (step + 1); n++) words[n] = $"b{n}";
            texts.Add(string.Join(' ', words));
        }

        var pool = new CleaningPool(Rows(texts), 0.8, 3);

        Assert.True(Jaccard(texts[0], texts[^1]) < 0.5);
        Assert.Equal(11, (await pool.RemovedAsync(5)).Length);
    }

    static ImmutableArray<NearDuplicate> Run(CleaningPool pool, int shards) => pool.RemovedAsync(shards).GetAwaiter().GetResult();

    static double Jaccard(string left, string right)
    {
        return Shingles.Jaccard(Of(left), Of(right));

        static ulong[] Of(string text)
        {
            var normal = new NormalText();
            normal.Read(text, operators: true);
            return Shingles.Of(normal, 5);
        }
    }

    static IEnumerable<(string, SourceRow)> Rows(IReadOnlyList<string> texts) =>
        texts.Select((text, row) => (text, new SourceRow(0, "q.jsonl", row + 1)));
}
