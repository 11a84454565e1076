using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Tests.Selection;

public sealed class SamplingTests
{
    [Fact]
    public async Task Selection_OneOfTheseWeights_ComesAsOftenAsItWeighs()
    {
        double[] weights = [1, 2, 3, 4];
        var pool = new TestPool(weights.Select((weight, i) => new TestTrace(i, 0, true, weight, null)), 2);
        const int Draws = 4_000;
        var counts = new int[weights.Length];
        for (var seed = 0; seed < Draws; seed++)
        {
            var recipe = new Recipe { Name = "r", Weight = "reasoning_tokens", Size = 1, Seed = (ulong)seed };
            counts[(int)(await pool.SelectAsync(recipe)).Single().Weight - 1]++;
        }

        // 16.27 is the 0.999 quantile of chi-square with 3 degrees of freedom; the seeds are fixed.
        Assert.InRange(weights.Select((weight, i) => Deviation(counts[i], Draws * weight / 10)).Sum(), 0, 16.27);
    }

    [Fact]
    public async Task Selection_PairsOfTheseWeights_ComeAsSuccessiveDrawsSay()
    {
        double[] weights = [1, 2, 3, 4];
        var pool = new TestPool(weights.Select((weight, i) => new TestTrace(i, 0, true, weight, null)), 1);
        const int Draws = 4_000;
        var counts = new Dictionary<(int, int), int>();
        for (var seed = 0; seed < Draws; seed++)
        {
            var selected = await pool.SelectAsync(new() { Name = "r", Weight = "reasoning_tokens", Size = 2, Seed = (ulong)seed });
            var pair = selected.Select(trace => (int)trace.Weight).Order().ToArray();
            counts[(pair[0], pair[1])] = counts.GetValueOrDefault((pair[0], pair[1])) + 1;
        }

        var chiSquare = 0.0;
        for (var a = 1; a <= 4; a++)
        {
            for (var b = a + 1; b <= 4; b++)
            {
                // Without replacement: one first, the other from what is left.
                var expected = Draws * (a / 10.0 * b / (10.0 - a) + b / 10.0 * a / (10.0 - b));
                chiSquare += Deviation(counts.GetValueOrDefault((a, b)), expected);
            }
        }

        // The 0.999 quantile with 5 degrees of freedom.
        Assert.InRange(chiSquare, 0, 20.52);
    }

    static double Deviation(int count, double expected) => (count - expected) * (count - expected) / expected;

    [Fact]
    public async Task Selection_AnotherSeed_PicksOthers()
    {
        var pool = new TestPool(Enumerable.Range(0, 400).Select(i => new TestTrace(i, 0, true, 1, null)), 1);
        var first = await pool.SelectAsync(new() { Name = "r", Size = 100, Seed = 1 });
        var second = await pool.SelectAsync(new() { Name = "r", Size = 100, Seed = 2 });
        Assert.InRange(first.Select(trace => trace.Trace).Intersect(second.Select(trace => trace.Trace)).Count(), 5, 50);
    }
}
