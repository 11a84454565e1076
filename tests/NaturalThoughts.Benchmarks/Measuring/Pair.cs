namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>What the product and what it is held against took of the same work, one right after the other.</summary>
/// <param name="Ours">The product's figure: seconds, or whatever is better when it is less.</param>
/// <param name="Theirs">The other's, in the same unit.</param>
sealed record Pair(double Ours, double Theirs)
{
    /// <summary>Takes pairs in turn, the order changing each time, after one of each that is not counted.</summary>
    /// <param name="pairs">How many.</param>
    /// <param name="ours">Does the work once and tells its cost.</param>
    /// <param name="theirs">The same of the other.</param>
    public static async Task<IReadOnlyList<Pair>> TakeAsync(int pairs, Func<Task<double>> ours, Func<Task<double>> theirs)
    {
        // Code is compiled, caches are filled.
        await ours();
        await theirs();
        var taken = new List<Pair>();
        for (var turn = 0; turn < pairs; turn++)
        {
            if (turn % 2 == 0)
            {
                var mine = await ours();
                taken.Add(new(mine, await theirs()));
            }
            else
            {
                var other = await theirs();
                taken.Add(new(await ours(), other));
            }
        }

        return taken;
    }

    /// <summary>The same of work that does not wait: what is measured is the time it takes, with the garbage of others collected
    /// before.</summary>
    public static Task<IReadOnlyList<Pair>> TakeAsync(int pairs, Action ours, Action theirs)
    {
        return TakeAsync(pairs, () => Task.FromResult(Seconds(ours)), () => Task.FromResult(Seconds(theirs)));

        static double Seconds(Action work)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var started = TimeProvider.System.GetTimestamp();
            work();
            return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        }
    }
}
