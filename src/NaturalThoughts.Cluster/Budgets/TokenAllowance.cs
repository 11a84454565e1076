using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Budgets;

/// <summary>What a shard may still begin of its run's budget, and what it has set aside for the questions under way. In memory only: what
/// was spent is in the log, and the run deals out the rest anew.</summary>
/// <remarks>Not thread-safe: a grain's scheduler guards it.</remarks>
sealed class TokenAllowance(TimeProvider time)
{
    readonly Dictionary<QuestionId, TokenClaims> _held = [];
    readonly LinkedList<(TokenClaims Claims, TaskCompletionSource Place)> _queue = [];
    long _free;

    /// <summary>Questions that wait for tokens.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Waits a while until there is enough for all of a question's missing responses, and sets it aside. Of those that wait, the
    /// one that wants least is the first: what was paid for in part, before a crash, is ended before anything is begun.</summary>
    /// <returns>False when there was not: ask again.</returns>
    public async Task<bool> ReserveAsync(TokenClaims claims, CancellationToken cancellation)
    {
        // What has its tokens is under way: another activation of the question goes on with it.
        if (_held.TryGetValue(claims.Question, out var held)) claims = claims.Beside(held);
        if (claims.Each.IsEmpty) return true;
        var waiting = Enter(claims);
        Serve();
        try
        {
            await waiting.Value.Place.Task.WaitAsync(LongCall.Patience, time, cancellation);
        }
        catch (TimeoutException) when (waiting.List is not null)
        {
            return false;
        }
        catch (TimeoutException)
        {
            // It had its place just before.
            return true;
        }
        finally
        {
            waiting.List?.Remove(waiting);
        }

        return true;
    }

    /// <summary>Sets aside what is under way, whether there is enough or not.</summary>
    public void Hold(TokenClaims claims)
    {
        if (_held.Remove(claims.Question, out var before)) _free += before.Total;
        Take(claims);
    }

    /// <summary>A response, or its failure, is in the log: what it took is spent, and the rest of what was set aside is there for
    /// others.</summary>
    public void Settle(QuestionId question, TraceId trace, long spent)
    {
        if (!_held.TryGetValue(question, out var held)) return;
        var without = held.Without(trace);
        _held[question] = without;
        Allow(held.Total - without.Total - spent);
    }

    /// <summary>Nothing more is under way for a question.</summary>
    public void Release(QuestionId question)
    {
        if (_held.Remove(question, out var held)) Allow(held.Total);
    }

    /// <summary>Forgets everything: nothing is under way.</summary>
    public void Clear()
    {
        _held.Clear();
        _free = 0;
    }

    /// <summary>Gives back what is not set aside, and says what is needed.</summary>
    public TokenNeed Withdraw()
    {
        _free = 0;
        return new()
        {
            Reserved = _held.Values.Sum(held => held.Total),
            First = _queue.First?.Value.Claims.Total ?? 0,
            Wanted = _queue.Sum(waiting => waiting.Claims.Total),
        };
    }

    /// <summary>Allows so much more; or less, where a response took more than was set aside for it.</summary>
    public void Allow(long tokens)
    {
        _free += tokens;
        Serve();
    }

    LinkedListNode<(TokenClaims Claims, TaskCompletionSource Place)> Enter(TokenClaims claims)
    {
        var place = (claims, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var last = _queue.Last;
        while (last is not null && last.Value.Claims.Total > claims.Total) last = last.Previous;
        return last is null ? _queue.AddFirst(place) : _queue.AddAfter(last, place);
    }

    void Serve()
    {
        while (_queue.First is { Value: var (claims, place) } first && claims.Total <= _free)
        {
            _queue.Remove(first);
            Take(claims);
            place.SetResult();
        }
    }

    void Take(TokenClaims claims)
    {
        var held = _held.GetValueOrDefault(claims.Question) ?? new(claims.Question, []);
        var more = claims.Beside(held);
        _held[claims.Question] = held with { Each = held.Each.AddRange(more.Each) };
        _free -= more.Total;
    }
}
