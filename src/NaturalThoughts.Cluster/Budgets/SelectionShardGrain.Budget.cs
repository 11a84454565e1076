using NaturalThoughts.Cluster.Budgets;

namespace NaturalThoughts.Cluster.Shards;

sealed partial class SelectionShardGrain
{
    readonly TokenAllowance _allowance = new(time);

    /// <inheritdoc/>
    public async Task<bool> Reserve(TokenClaims claims)
    {
        await StartedAsync();
        return await _allowance.ReserveAsync(claims, _credits.Token);
    }

    /// <inheritdoc/>
    public async Task Hold(TokenClaims claims)
    {
        await OpenedAsync();
        // Word of a question that has ended meanwhile is late.
        if (_state.Questions.TryGetValue(claims.Question, out var entry) && IsOpen(entry)) _allowance.Hold(claims);
    }

    /// <inheritdoc/>
    public async Task<TokenNeed> Withdraw()
    {
        await OpenedAsync();
        var idle = _dispatch.IsStarted && _dispatch.UnderWay == _allowance.Waiting;
        return _allowance.Withdraw() with { Spent = _state.Spent, Idle = idle };
    }

    /// <inheritdoc/>
    public async Task Allow(long tokens)
    {
        await OpenedAsync();
        _allowance.Allow(tokens);
    }
}
