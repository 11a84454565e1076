namespace NaturalThoughts.Core.Sharding;

/// <summary>Puts together what thousands of shards answer.</summary>
/// <remarks>Like the carries of a counter: one after the other each answer would be merged with all that came before, and what is as long as
/// all answers together would be gone through once for each of them. At any time there are few parts, a batch for each digit of the number
/// of answers.</remarks>
public static class MergeReplies
{
    const int Batch = 64;

    /// <summary>Merges answers two by two as they come, so that hardly any waits for the last.</summary>
    /// <param name="replies">At least one.</param>
    /// <param name="merge">Associative and commutative: answers come in any order.</param>
    /// <returns>When all have ended, also where one failed: then the first failure.</returns>
    public static Task<T> AsTheyComeAsync<T>(IEnumerable<Task<T>> replies, Func<T, T, T> merge) => GatherAsync(replies, TwoByTwo(merge));

    /// <summary>The same in batches of 64, where many are merged in one go for less than two by two.</summary>
    /// <param name="replies">At least one.</param>
    /// <param name="merge">The same for any order and grouping.</param>
    /// <returns>When all have ended, also where one failed: then the first failure.</returns>
    public static Task<T> InBatchesAsync<T>(IEnumerable<Task<T>> replies, Func<IReadOnlyList<T>, T> merge) =>
        GatherAsync(replies, new Pile<T>(Batch, merge));

    /// <summary>Merges answers two by two.</summary>
    /// <param name="replies">At least one.</param>
    /// <param name="merge">Associative.</param>
    public static T Of<T>(IEnumerable<T> replies, Func<T, T, T> merge) => Gather(replies, TwoByTwo(merge));

    /// <summary>Merges answers in batches of 64.</summary>
    /// <param name="replies">At least one.</param>
    /// <param name="merge">The same for any grouping.</param>
    public static T InBatches<T>(IEnumerable<T> replies, Func<IReadOnlyList<T>, T> merge) => Gather(replies, new Pile<T>(Batch, merge));

    static Pile<T> TwoByTwo<T>(Func<T, T, T> merge) => new(2, pair => merge(pair[0], pair[1]));

    static T Gather<T>(IEnumerable<T> replies, Pile<T> pile)
    {
        foreach (var reply in replies) pile.Add(reply);
        return pile.Whole();
    }

    static async Task<T> GatherAsync<T>(IEnumerable<Task<T>> replies, Pile<T> pile)
    {
        var asked = replies.ToList();
        try
        {
            await foreach (var reply in Task.WhenEach(asked)) pile.Add(await reply);
        }
        finally
        {
            // Nobody is left behind who still works for an answer that nobody wants.
            await ((Task)Task.WhenAll(asked)).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        return pile.Whole();
    }

    sealed class Pile<T>(int width, Func<IReadOnlyList<T>, T> merge)
    {
        // By how often their parts were merged: what lies on a higher level came first.
        readonly List<List<T>> _levels = [];

        public void Add(T part)
        {
            for (var level = 0; ; level++)
            {
                if (level == _levels.Count) _levels.Add([]);
                _levels[level].Add(part);
                if (_levels[level].Count < width) return;
                part = merge(_levels[level]);
                _levels[level].Clear();
            }
        }

        public T Whole()
        {
            List<T> whole = [];
            foreach (var level in _levels)
            {
                whole.InsertRange(0, level);
                if (whole.Count > 1) whole = [merge(whole)];
            }

            return whole[0];
        }
    }
}
