using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tokens;

namespace NaturalThoughts.Inference.Pool;

/// <summary>Asks for responses over all endpoints: the least loaded one that serves the model, at most as many at once as each takes, and
/// elsewhere when one fails.</summary>
/// <remarks>Requests wait, first come first served per model, while nobody who serves their model has a place, or nobody serves it:
/// <see cref="Snapshot"/> says so. Safe for concurrent use.</remarks>
public sealed partial class ModelPool : IAsyncDisposable
{
    readonly Lock _gate = new();
    readonly WaitingRoom _waiting = new();
    readonly EndpointCatalog _catalog;
    readonly PoolOptions _options;
    readonly TimeProvider _time;
    readonly ILogger _log;
    readonly Func<bool> _hasRoom;
    readonly Func<string, bool> _embeds;
    ImmutableArray<PooledEndpoint> _endpoints = [];
    ImmutableArray<Problem> _problems = [];
    DateTimeOffset _nextReread;

    /// <summary>A pool that knows its endpoints but asks nothing before <see cref="Start"/>.</summary>
    /// <param name="catalog">The endpoints.</param>
    /// <param name="options">How they are treated.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where changes are noted.</param>
    /// <param name="hasRoom">Whether what is answered can be kept; while it cannot, nobody gets a place. Null: always.</param>
    /// <param name="embeds">Whether a served model may be asked to embed: then its places are offered for that, too. Null: none.</param>
    public ModelPool(
        EndpointCatalog catalog, PoolOptions options, TimeProvider time, ILogger<ModelPool> log, Func<bool>? hasRoom = null,
        Func<string, bool>? embeds = null)
    {
        (_catalog, _options, _time, _log) = (catalog, options, time, log);
        (_hasRoom, _embeds) = (hasRoom ?? (() => true), embeds ?? (_ => false));
        Reread();
    }

    /// <summary>What is wrong with the endpoints' list and file now; such endpoints are left out.</summary>
    public ImmutableArray<Problem> Problems => _problems;

    /// <summary>Asks for one response until there is one, or none is to be had.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="sample">0-based sample number.</param>
    /// <param name="limits">Attempts, silence, and what becomes of a response cut short.</param>
    /// <param name="cancellation">Gives it up.</param>
    public Task<Generation> GenerateAsync(ModelRequest request, int sample, LimitsSpec limits, CancellationToken cancellation) =>
        GenerateAsync(request, sample, limits, new(0), cancellation, cancellation);

    /// <summary>Asks for one response until there is one, or none is to be had.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="sample">0-based sample number.</param>
    /// <param name="limits">Attempts, silence, and what becomes of a response cut short.</param>
    /// <param name="before">What became of it elsewhere.</param>
    /// <param name="halted">Begins no further attempt; one under way goes on.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>The response, or why there is none: then no attempt is left, or every endpoint would refuse.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, or not begun before it was halted.</exception>
    public async Task<Generation> GenerateAsync(
        ModelRequest request, int sample, LimitsSpec limits, Displaced before, CancellationToken halted, CancellationToken cancellation)
    {
        lock (_gate) Arrived(request.Model);
        var silence = TimeSpan.FromSeconds(limits.SilenceSeconds);
        var generation = await TryAsync(PoolRequest.Of(request, sample, silence), limits, before, halted, cancellation);
        if (generation is not Generated { Response.FinishReason: "length" } cut) return generation;
        switch (limits.Length)
        {
            case LengthPolicy.Drop:
                var most = request.MaxTokens?.ToString() ?? "the server's";
                var dropped = Refusals.Request("length", $"The response of `{request.Model}` ran into its token limit ({most}).");
                return dropped with { Uncounted = cut.Tokens };
            case LengthPolicy.Retry when request.MaxTokens is { } maxTokens and <= int.MaxValue / 2:
                // Where the longer one cannot be had, the one cut short is better than none.
                var cost = new Displaced(0) { Uncounted = cut.Tokens };
                var longer = PoolRequest.Of(request with { MaxTokens = maxTokens * 2 }, sample, silence);
                var again = await TryAsync(longer, limits, cost, halted, cancellation);
                return again is Generated ? again : cut with { Uncounted = cut.Uncounted + again.Uncounted - cut.Tokens };
            default:
                return cut;
        }
    }

    /// <summary>Does what is due now: reads the endpoints file, asks endpoints what they serve, lets limits grow, hands out
    /// places.</summary>
    /// <remarks><see cref="Start"/> does this again and again; a test may do it by hand.</remarks>
    /// <returns>Ends when the endpoints asked have answered.</returns>
    public Task TickAsync(CancellationToken cancellation)
    {
        if (_time.GetUtcNow() >= _nextReread) Reread();
        ImmutableArray<PooledEndpoint> due;
        lock (_gate)
        {
            foreach (var endpoint in _endpoints) endpoint.Limit.Probe();
            Displace();
            HandOut();
            due = [.. _endpoints.Where(endpoint => !endpoint.Discovering && _time.GetUtcNow() >= endpoint.NextDiscovery)];
            foreach (var endpoint in due) endpoint.Discovering = true;
        }

        return Task.WhenAll(due.Select(endpoint => DiscoverAsync(endpoint, cancellation)));
    }

    async Task<Generation> TryAsync(
        PoolRequest request, LimitsSpec limits, Displaced before, CancellationToken halted, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation, halted);
        var history = new RequestHistory(request, before);
        while (true)
        {
            if (await TakeAsync(history, waiting.Token) is not { } endpoint) return history.Displaced;
            var generation = await AskAsync(endpoint, history, cancellation);
            if (generation is not Refused { Retryable: true } refused)
                return generation with { Uncounted = history.Uncounted + TokenEstimate.Of(generation) };
            LogRefused(endpoint.Endpoint.Name, request.About, request.Sample, refused.Rejection.Reason);
            if (refused.Blame is Blame.Load) continue;
            if (history.Attempts >= limits.Attempts)
            {
                var detail = $"{refused.Rejection.Detail} That was attempt {history.Attempts} of {limits.Attempts}.";
                return refused with { Rejection = refused.Rejection with { Detail = detail }, Uncounted = history.Uncounted };
            }

            var wait = Backoff.After(_options.FirstBackoff, _options.LongestBackoff, Math.Max(1, history.Attempts), request.Spread);
            await Task.Delay(wait, _time, waiting.Token);
        }
    }

    async Task<Generation> AskAsync(PooledEndpoint endpoint, RequestHistory history, CancellationToken cancellation)
    {
        try
        {
            var generation = await history.Request.AskAsync(endpoint.Endpoint, cancellation);
            lock (_gate) generation = Learn(endpoint, generation, history);
            PoolInstruments.Asked(endpoint.Endpoint.Name, history.Request.Model, generation);
            return generation;
        }
        finally
        {
            lock (_gate)
            {
                endpoint.Release(history.Request.Model);
                HandOut();
            }
        }
    }

    Generation Learn(PooledEndpoint endpoint, Generation generation, RequestHistory history)
    {
        var model = history.Request.Model;
        var (state, alarms) = (endpoint.State, endpoint.WithoutReasoning(model));
        if (generation is Generated generated) endpoint.Succeeded(generated.Timings.FirstToken, generated.Response);
        else if (generation is Embedded embedded) endpoint.Succeeded(embedded.Took);
        else if (generation is Refused refused)
        {
            // A model asked in both ways may stand behind servers that each know one, and have no path for the other.
            if (refused.Rejection.Reason is "http-404" && IsAskedOtherwise(model)) generation = refused = Refusals.AsWrongTask(refused);
            if (refused.Rejection.Reason is Refusals.WrongTask) LogWrongTask(endpoint.Endpoint.Name, model);
            endpoint.Failed(refused, history);
            history.Failed(endpoint, refused, _time.GetUtcNow());
        }

        if (endpoint.WithoutReasoning(model) == _options.EmptyReasoningAlarm && alarms < _options.EmptyReasoningAlarm)
            LogEmptyReasoning(endpoint.Endpoint.Name, model, _options.EmptyReasoningAlarm);
        LogChange(endpoint, state);
        return generation;
    }

    Task<PooledEndpoint?> TakeAsync(RequestHistory history, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var place = _waiting.Enter(history, cancellation, _gate);
            HandOut();
            return place;
        }
    }

    async Task DiscoverAsync(PooledEndpoint endpoint, CancellationToken cancellation)
    {
        var discovery = await endpoint.Endpoint.DiscoverAsync(cancellation);
        lock (_gate)
        {
            var state = endpoint.State;
            endpoint.Discovered(discovery);
            LogChange(endpoint, state);
            HandOut();
        }
    }

    void Reread()
    {
        var (entries, problems) = _catalog.Read();
        _nextReread = _time.GetUtcNow() + _options.RereadEvery;
        foreach (var problem in problems.Except(_problems)) LogProblem(problem.ToString());
        _problems = problems;
        lock (_gate)
        {
            var known = _endpoints.ToDictionary(endpoint => endpoint.Endpoint.Name);
            _endpoints =
            [
                .. entries.Select(entry => known.TryGetValue(entry.Endpoint.Name, out var same) && same.Endpoint == entry.Endpoint
                    ? same : new PooledEndpoint(entry.Endpoint, entry.Slots, _options, _time)),
            ];
        }
    }
}
