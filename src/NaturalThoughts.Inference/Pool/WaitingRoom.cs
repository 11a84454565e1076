namespace NaturalThoughts.Inference.Pool;

/// <summary>Requests that wait for a place, first come first served for each model, but the freshest first for an endpoint on trial;
/// the models take turns.</summary>
/// <remarks>Not thread-safe: the pool's lock guards it.</remarks>
sealed class WaitingRoom
{
    readonly Dictionary<string, LinkedList<Waiter>> _queues = new(StringComparer.Ordinal);

    /// <summary>The models waited for.</summary>
    public IEnumerable<string> Models => _queues.Where(queue => queue.Value.Count > 0).Select(queue => queue.Key);

    /// <summary>How many wait for a model.</summary>
    public int Count(string model) => _queues.TryGetValue(model, out var queue) ? queue.Count : 0;

    /// <summary>Waits for a place at an endpoint.</summary>
    /// <param name="history">The request, and where it failed.</param>
    /// <param name="cancellation">Leaves the queue.</param>
    /// <param name="gate">The pool's lock; leaving takes it.</param>
    /// <returns>The place; null for one who is sent away.</returns>
    public Task<PooledEndpoint?> Enter(RequestHistory history, CancellationToken cancellation, Lock gate)
    {
        if (!_queues.TryGetValue(history.Request.Model, out var queue)) _queues[history.Request.Model] = queue = [];
        var waiter = new Waiter(history);
        var node = queue.AddLast(waiter);
        return cancellation.CanBeCanceled ? LeaveWhenCancelledAsync(node, cancellation, gate) : waiter.Place.Task;
    }

    /// <summary>Sends everybody away who waits for a model.</summary>
    public void Displace(string model)
    {
        if (!_queues.TryGetValue(model, out var queue)) return;
        foreach (var waiter in queue) waiter.Place.SetResult(null);
        queue.Clear();
    }

    /// <summary>Gives places to those who can have one.</summary>
    /// <param name="choose">An endpoint with a free place for a request, or null.</param>
    public void Admit(Func<RequestHistory, PooledEndpoint?> choose)
    {
        for (var progress = true; progress;)
        {
            progress = false;
            foreach (var (model, queue) in _queues)
            {
                if (queue.First is not { } first || choose(first.Value.History) is not { } endpoint) continue;
                // A trial by a request that fails everywhere says nothing about the endpoint, and keeps all others waiting.
                var next = endpoint.State is EndpointState.OnTrial ? Freshest(first) : first;
                queue.Remove(next);
                next.Value.History.Begun = endpoint.Take(model);
                next.Value.Place.SetResult(endpoint);
                progress = true;
            }
        }
    }

    static LinkedListNode<Waiter> Freshest(LinkedListNode<Waiter> first)
    {
        var freshest = first;
        for (var node = first; node is not null && freshest.Value.History.Attempts > 0; node = node.Next)
            if (node.Value.History.Attempts < freshest.Value.History.Attempts) freshest = node;
        return freshest;
    }

    static async Task<PooledEndpoint?> LeaveWhenCancelledAsync(LinkedListNode<Waiter> node, CancellationToken cancellation, Lock gate)
    {
        await using var leaving = cancellation.Register(() =>
        {
            lock (gate)
            {
                if (node.List is null) return;
                node.List.Remove(node);
                node.Value.Place.SetCanceled(cancellation);
            }
        });
        return await node.Value.Place.Task;
    }

    sealed class Waiter(RequestHistory history)
    {
        public RequestHistory History { get; } = history;

        public TaskCompletionSource<PooledEndpoint?> Place { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
