namespace NaturalThoughts.Core.Sharding;

/// <summary>Puts together what thousands of shards answer.</summary>
/// <remarks>Two by two, like the carries of a counter: one after the other each answer would be merged with all that came before, and what
/// is as long as all answers together would be gone through once for each of them. At any time there are as many parts as the
/// number of answers has bits.</remarks>
public static class MergeReplies
{
    /// <summary>Merges answers as they come, so that hardly any waits for the last.</summary>
    /// <param name="replies">At least one.</param>
    /// <param name="merge">Associative and commutative: answers come in any order.</param>
    /// <returns>When all have ended, also where one failed: then the first failure.</returns>
    public static async Task<T> AsTheyComeAsync<T>(IEnumerable<Task<T>> replies, Func<T, T, T> merge)
    {
        var asked = replies.ToList();
        var pile = new Pile<T>(merge);
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

    /// <summary>Merges answers.</summary>
    /// <param name="replies">At least one.</param>
    /// <param name="merge">Associative.</param>
    public static T Of<T>(IEnumerable<T> replies, Func<T, T, T> merge)
    {
        var pile = new Pile<T>(merge);
        foreach (var reply in replies) pile.Add(reply);
        return pile.Whole();
    }

    // Parts of fewer answers lie on parts of more.
    sealed class Pile<T>(Func<T, T, T> merge)
    {
        readonly Stack<(int Answers, T Part)> _parts = [];

        public void Add(T reply)
        {
            var (answers, part) = (1, reply);
            for (; _parts.TryPeek(out var below) && below.Answers == answers; answers *= 2) part = merge(_parts.Pop().Part, part);
            _parts.Push((answers, part));
        }

        public T Whole()
        {
            var whole = _parts.Pop().Part;
            while (_parts.TryPop(out var below)) whole = merge(below.Part, whole);
            return whole;
        }
    }
}
